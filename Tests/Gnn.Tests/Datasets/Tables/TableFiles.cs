using System.Globalization;
using System.Text;
using Gnn.Testing;

namespace Gnn.Tests.Datasets.Tables;

/// <summary>Small tables on disk, and large ones drawn by seed.</summary>
internal static class TableFiles
{
    internal static string Write(ScratchFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], text);
        return folder[name];
    }

    internal static string Write(ScratchFolder folder, string name, byte[] bytes)
    {
        File.WriteAllBytes(folder[name], bytes);
        return folder[name];
    }

    /// <summary>An edge list with text ids; the number of different ids is near the number of nodes.</summary>
    internal static void WriteEdges(string path, int rows, int nodes, int seed, string ending = "\n")
    {
        var random = new Random(seed);
        using var writer = new StreamWriter(path) { NewLine = ending };
        writer.WriteLine("source,target,weight");
        for (int row = 0; row < rows; row++)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"user{random.Next(nodes):D7},user{random.Next(nodes):D7},{random.Next(100) / 8.0}"));
        }
    }

    /// <summary>Two tables of communities: 4 classes told apart by 8 features and by edges, of which 7 in 10 stay within a class. One label in 10 is missing.</summary>
    internal static void WriteCommunities(string nodePath, string edgePath, int nodes, int seed)
    {
        string[] classes = ["red", "green", "blue", "grey"];
        var random = new Random(seed);
        using (var writer = new StreamWriter(nodePath))
        {
            writer.WriteLine("id,x0,x1,x2,x3,x4,x5,x6,x7,colour");
            for (int node = 0; node < nodes; node++)
            {
                var line = new StringBuilder($"n{node:D5}");
                for (int feature = 0; feature < 8; feature++)
                {
                    double noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
                    line.Append(CultureInfo.InvariantCulture, $",{(2 * noise) + (feature == node % 4 ? 0.8 : 0):0.0000}");
                }

                writer.WriteLine(line.Append(',').Append(node % 10 == 0 ? "" : classes[node % 4]));
            }
        }

        using var edges = new StreamWriter(edgePath);
        edges.WriteLine("source,target");
        for (int node = 0; node < nodes; node++)
        {
            for (int k = 0; k < 4; k++)
            {
                int other = random.Next(nodes);
                other = random.Next(10) < 7 ? (other / 4 * 4) + (node % 4) : other;
                edges.WriteLine($"n{node:D5},n{other % nodes:D5}");
            }
        }
    }
}
