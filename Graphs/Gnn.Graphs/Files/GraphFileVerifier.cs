using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Files;

/// <summary>Checks what an open graph file holds.</summary>
internal static class GraphFileVerifier
{
    /// <summary>Passes a file that stands a check.</summary>
    /// <exception cref="DataFormatException">It does not; the message lists all that was found.</exception>
    public static void Check(SectionFile file, GraphFileCheck check)
    {
        IReadOnlyList<string> defects = check switch
        {
            GraphFileCheck.Layout => [],
            GraphFileCheck.Checksums => file.FindAlteredBytes(CancellationToken.None),
            GraphFileCheck.Contents => Run(file, CancellationToken.None).Defects,
            _ => throw new ArgumentOutOfRangeException(nameof(check), check, "The check must be Layout, Checksums or Contents."),
        };
        if (defects.Count > 0)
        {
            throw new DataFormatException(file.Path, "", string.Join("; ", defects), "The file was altered: write or fetch it again.");
        }
    }

    /// <summary>Reads the file; then, if its bytes are those that were written, looks at what they say.</summary>
    public static GraphFileReport Run(SectionFile file, CancellationToken cancellation)
    {
        var defects = new List<string>();
        string contents = "";
        try
        {
            defects.AddRange(file.FindAlteredBytes(cancellation));
            if (defects.Count == 0)
            {
                defects.AddRange(file.FindWrongBools());
                contents = CheckContents(file, defects, cancellation);
            }
        }
        catch (DataFormatException exception)
        {
            defects.Add(WithoutPath(exception));
        }

        return new GraphFileReport(file.Path, contents, file.Sections.Count, file.Length, defects);
    }

    /// <summary>What a message says of a file, the file's name left out.</summary>
    public static string WithoutPath(DataFormatException exception) =>
        exception.Message.StartsWith(exception.Path, StringComparison.Ordinal) ? exception.Message[exception.Path.Length..].TrimStart(':', ' ') : exception.Message;

    private static string CheckContents(SectionFile file, List<string> defects, CancellationToken cancellation)
    {
        // Floating columns are left in the file by an engine of their type.
        using var singles = new CpuEngine(threads: 1);
        using var doubles = new ReferenceEngine();
        StructureKind kind = StructureKind.Of(file);
        using Dataset dataset = DatasetSections.Read(file, type => type == DataType.Float64 ? doubles : singles);
        kind.FindWrongContents(dataset.Structure, defects, cancellation);
        DatasetSections.FindWrongNames(dataset.Names, defects, cancellation);
        return dataset.ToString();
    }
}
