using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

/// <summary>Graphs of golden cases, and comparisons with what the cases expect.</summary>
internal static class GoldenTransforms
{
    internal const string Weights = "edge_weight";
    internal const string EdgeFeatures = "edge_attr";

    internal static GoldenCase Utils(string name) => GoldenFile.Case("utils", name);

    internal static GoldenCase Transforms(string name) => GoldenFile.Case("transforms", name);

    /// <summary>The graph of a case with its edge and node arrays as columns, on the reference engine, directed unless asked otherwise.</summary>
    internal static Graph Graph(GoldenCase golden, bool isUndirected = false, bool attributesAreWeights = false)
    {
        int[] ends = golden.Graph["edge_index"].ToInt32();
        int edges = ends.Length / 2;
        Graph graph = Gnn.Graphs.Graph.FromEdges(golden.TargetCount, ends.AsSpan(0, edges), ends.AsSpan(edges), isUndirected);
        Add(Weights, ColumnNames.EdgeWeights);
        Add(EdgeFeatures, attributesAreWeights ? ColumnNames.EdgeWeights : ColumnNames.EdgeFeatures);
        if (golden.Inputs.TryGetValue("x", out GoldenArray? x))
        {
            using Graph bare = graph;
            graph = bare.WithFeatures(x.ToTensor(TestEngines.Reference));
        }

        return graph;

        void Add(string name, string column)
        {
            if (golden.Graph.TryGetValue(name, out GoldenArray? array))
            {
                using Graph bare = graph;
                graph = bare.WithEdgeColumn(column, array.ToTensor(TestEngines.Reference));
            }
        }
    }

    /// <summary>Checks the edges, in order, and the edge columns that the case has outputs for.</summary>
    internal static void AssertEdges(GoldenCase golden, Graph actual, string attributes = ColumnNames.EdgeFeatures)
    {
        Assert.That((int[])[.. actual.Sources, .. actual.Targets], Is.EqualTo(golden.Outputs["edge_index"].ToInt32()), $"{golden}: edges");
        if (golden.Outputs.ContainsKey(Weights))
        {
            golden.AssertOutput(Weights, actual.EdgeWeights!);
        }

        if (golden.Outputs.ContainsKey(EdgeFeatures))
        {
            golden.AssertOutput(EdgeFeatures, actual.Edges[attributes]);
        }
    }

    /// <summary>Where the columns are.</summary>
    internal static Engine Engine => TestEngines.Reference;
}
