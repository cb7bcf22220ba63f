using System.Globalization;

namespace Gnn.Graphs.Files;

/// <summary>What <see cref="GraphFile.Verify"/> found in a file.</summary>
/// <param name="Path">The file, as it was named.</param>
/// <param name="Contents">What it holds, for example <c>Graph: 34 nodes, 156 edges (undirected), nodes x y</c>; empty if that cannot be told.</param>
/// <param name="SectionCount">The number of arrays; 0 if that cannot be told.</param>
/// <param name="Length">The length of the file in bytes.</param>
/// <param name="Defects">What is wrong, one line each with its place in the file; empty for a sound file.</param>
public sealed record GraphFileReport(string Path, string Contents, int SectionCount, long Length, IReadOnlyList<string> Defects)
{
    /// <summary>Whether the file is as it was written, and what it holds is as it must be.</summary>
    public bool IsSound => Defects.Count == 0;

    /// <summary>One line for a sound file, else one for the file and one for each defect.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsSound
        ? string.Create(CultureInfo.InvariantCulture, $"{Path}: sound. {Contents}, {SectionCount} sections, {Length} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"{Path}: {Defects.Count} {(Defects.Count == 1 ? "defect" : "defects")}")
            + string.Concat(Defects.Select(defect => $"{Environment.NewLine}- {defect}"));
}
