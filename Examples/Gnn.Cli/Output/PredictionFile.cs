using System.Globalization;
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

    /// <summary>Writes <c>node,class,p0,p1,...</c> for every node, to a file or, without one, to the output.</summary>
    internal static void WriteProbabilities(string? path, TextWriter output, float[] probabilities, int nodeCount)
    {
        if (path is null)
        {
            WriteRows(output, probabilities, nodeCount);
            return;
        }

        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = Open(stream);
            WriteRows(writer, probabilities, nodeCount);
        });
    }

    private static StreamWriter Open(Stream stream) => new(stream, leaveOpen: true) { NewLine = "\n" };

    private static void WriteRows(TextWriter writer, float[] probabilities, int nodeCount)
    {
        int classes = nodeCount == 0 ? 0 : probabilities.Length / nodeCount;
        writer.WriteLine("node,class" + string.Concat(Enumerable.Range(0, classes).Select(c => $",p{c}")));
        for (int node = 0; node < nodeCount; node++)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(node * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
            {
                best = row[c] > row[best] ? c : best;
            }

            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{node},{best}"));
            foreach (float probability in row)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",{probability}"));
            }

            writer.WriteLine();
        }
    }
}
