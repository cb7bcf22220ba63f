using System.Globalization;
using System.Text;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors.Files;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>Predictions as CSV: a file appears whole or not at all.</summary>
internal static class PredictionFile
{
    /// <summary>Writes <c>run,node,class</c> for the test nodes of every run.</summary>
    internal static void Write(string path, IReadOnlyList<TrainingReport> reports) => AtomicFile.Write(path, stream =>
    {
        using StreamWriter writer = Open(stream);
        writer.WriteLine("run,node,class");
        for (int run = 0; run < reports.Count; run++)
        {
            for (int i = 0; i < reports[run].TestNodes.Count; i++)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run},{reports[run].TestNodes[i]},{reports[run].TestPredictions[i]}"));
            }
        }
    });

    /// <summary>Writes <c>run,id,split,label,class,probability</c> for every node of own tables, by its id and the names of its classes.</summary>
    internal static void Write(string path, IReadOnlyList<RunPredictions> runs, TableGraph tables)
    {
        int nodes = tables.Graph.NodeCount;
        int[] every = [.. Enumerable.Range(0, checked(runs.Count * nodes))];
        int[] classes = Array.ConvertAll(every, row => runs[row / nodes].Classes[row % nodes]);
        int[] labels = tables.Graph.HostLabels.ToArray();
        TableWriter.Write(path,
        [
            TableColumn.OfIntegers("run", Array.ConvertAll(every, row => (long)(row / nodes))),
            TableColumn.OfIds("id", tables.Ids, Array.ConvertAll(every, row => row % nodes)),
            TableColumn.OfTexts("split", Array.ConvertAll(every, row => runs[row / nodes].Parts[row % nodes])),
            TableColumn.OfLabels("label", Array.ConvertAll(every, row => labels[row % nodes]), tables.Graph.ClassNames),
            TableColumn.OfLabels("class", classes, tables.Graph.ClassNames),
            TableColumn.OfNumbers("probability", Array.ConvertAll(every, row => runs[row / nodes].Probabilities[row % nodes])),
        ]);
    }

    /// <summary>Writes <c>node,class,p0,p1,...</c> for every node, or with ids <c>id,class,...</c>, to a file or, without one, to the output.</summary>
    internal static void WriteProbabilities(string? path, TextWriter output, float[] probabilities, Graph graph, IdMap? ids)
    {
        int nodes = graph.NodeCount;
        int width = nodes == 0 ? 0 : probabilities.Length / nodes;
        IReadOnlyList<string> names = ids is null ? [] : graph.ClassNames;
        List<TableColumn> columns =
        [
            TableColumn.OfIds(ids is null ? "node" : "id", ids ?? IdMap.FromCount(nodes)),
            TableColumn.OfLabels("class", Inference.Classes(probabilities, nodes), names),
        ];
        for (int c = 0; c < width; c++)
        {
            columns.Add(TableColumn.OfNumbers(c < names.Count ? $"p({names[c]})" : $"p{c}", probabilities, c, width));
        }

        if (path is not null)
        {
            TableWriter.Write(path, columns);
            return;
        }

        using var text = new MemoryStream();
        TableWriter.Write(text, columns);
        output.Write(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }

    private static StreamWriter Open(Stream stream) => new(stream, leaveOpen: true) { NewLine = "\n" };
}
