using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Files;

/// <summary>Checks all that an open graph file holds.</summary>
internal static class GraphFileCheck
{
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
                contents = CheckKind(file, defects, cancellation);
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

    // Each kind of structure is one entry here.
    private static string CheckKind(SectionFile file, List<string> defects, CancellationToken cancellation)
    {
        switch (file.Kind)
        {
            case Graph.FileKind:
                return CheckGraph(file, defects, cancellation);
            default:
                defects.Add($"table: expected a kind of structure that this version knows ({Graph.FileKind}), got '{file.Kind}'");
                return "";
        }
    }

    private static string CheckGraph(SectionFile file, List<string> defects, CancellationToken cancellation)
    {
        // Floating columns are left in the file by an engine of their type.
        using var singles = new CpuEngine(threads: 1);
        using var doubles = new ReferenceEngine();
        using Graph graph = Graph.ReadFrom(file, type => type == DataType.Float64 ? doubles : singles);
        graph.FindWrongContents(defects, cancellation);
        _ = GraphFile.ReadSplits(file);
        return graph.ToString();
    }
}
