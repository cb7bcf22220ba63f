using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.NodeSets;

/// <summary>What a graph must have: counts of the index, and sums that a script with numpy took from the same files.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Edges">The edges, of an undirected graph in both directions.</param>
/// <param name="Loops">The self-loops among them.</param>
/// <param name="Features">The columns of the features.</param>
/// <param name="Entries">The features that are not 0.</param>
/// <param name="EntrySum">The sum over them of (node + 1) * (column + 1).</param>
/// <param name="Classes">The nodes of each class.</param>
/// <param name="Homophily">The share of edges within a class.</param>
/// <param name="EdgeSum">The sum over edges of (source + 1) * (target + 2).</param>
internal sealed record Figures(int Nodes, long Edges, int Loops, int Features, int Entries, long EntrySum, int[] Classes, double Homophily, long EdgeSum)
{
    public void Check(Graph graph)
    {
        (int Source, int Target)[] edges = [.. graph.Sources.ToArray().Zip(graph.Targets.ToArray())];
        int[] labels = graph.HostLabels.ToArray();
        Assert.That((graph.NodeCount, graph.EdgeCount), Is.EqualTo((Nodes, Edges)));
        Assert.That(edges.Count(edge => edge.Source == edge.Target), Is.EqualTo(Loops));
        Assert.That(edges.Sum(edge => (edge.Source + 1L) * (edge.Target + 2)), Is.EqualTo(EdgeSum));
        Assert.That(Classes.Select((_, label) => labels.Count(other => other == label)), Is.EqualTo(Classes));
        Assert.That(graph.ClassCount, Is.EqualTo(Classes.Length));
        Assert.That(global::Gnn.Graphs.Statistics.Homophily.OfEdges(graph), Is.EqualTo(Homophily).Within(1e-6));
        CheckFeatures(graph);
        Assert.That(graph.Validate(), Is.Empty);
        if (graph.IsUndirected)
        {
            Assert.That(edges.Zip(edges.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0), "edges by source and then target, without repeats");
        }
    }

    private void CheckFeatures(Graph graph)
    {
        if (Features == 0)
        {
            Assert.That(graph.HasFeatures, Is.False);
            return;
        }

        List<(int Node, int Column)> entries = [];
        if (graph.Features.Sparse is { } sparse)
        {
            SparseStructure structure = sparse.Structure;
            Assert.That((structure.RowCount, structure.ColumnCount), Is.EqualTo((Nodes, Features)));
            Assert.That(sparse.Values.ToArray<float>(), Has.None.EqualTo(0f));
            for (int node = 0; node < structure.RowCount; node++)
            {
                foreach (int column in structure.Row(node))
                {
                    entries.Add((node, column));
                }
            }
        }
        else
        {
            float[] cells = graph.Features.Dense!.ToArray<float>();
            Assert.That(cells, Has.Length.EqualTo(Nodes * Features));
            entries.AddRange(Enumerable.Range(0, cells.Length).Where(i => cells[i] != 0).Select(i => (i / Features, i % Features)));
        }

        Assert.That(entries, Has.Count.EqualTo(Entries));
        Assert.That(entries.Sum(entry => (entry.Node + 1L) * (entry.Column + 1)), Is.EqualTo(EntrySum));
    }
}
