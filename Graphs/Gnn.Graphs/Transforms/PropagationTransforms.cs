using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Transforms;

/// <summary>Features that have gone over the edges, without anything learned.</summary>
/// <remarks>
/// One step is <c>x' = D^-1/2 A D^-1/2 x</c>: from sources to targets, A the weights (1 without), D the in-degrees, 1 / 0 = 0. Self-loops are as they are: add
/// them first if wanted. Computed by the engine of the features; sparse features are made dense. Each result shares everything else; the caller disposes it.
/// </remarks>
public static class PropagationTransforms
{
    /// <summary>Adds the features after 1, 2, ... steps as node columns.</summary>
    /// <param name="graph">A graph with features <c>[N, F]</c>.</param>
    /// <param name="steps">The number of steps K, at least 1.</param>
    /// <returns>A graph with the node columns <c>x1</c> to <c>xK</c>, <c>[N, F]</c> each; there may be such columns, and they are replaced.</returns>
    /// <exception cref="ArgumentException">A degree is negative; the message names the node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    /// <exception cref="InvalidOperationException">The graph has no features.</exception>
    /// <remarks>Frasca, Rossi, Eynard, Chamberlain, Bronstein and Monti, "SIGN: scalable inception graph neural networks", 2020; PyG's SIGN. Cost: O(K E F).</remarks>
    public static Graph WithSignFeatures(this Graph graph, int steps)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using NoGrad noGrad = NoGrad.Open();
        using Tensor values = Values(graph);
        Features features = graph.Features;
        using Tensor? made = features.Sparse?.ToDense();
        Tensor x = made ?? features.Dense!;
        Graph result = graph;
        for (int step = 1; step <= steps; step++)
        {
            x = Tensor.SpMM(graph.InEdges, values, x);
            Graph next = result.WithNodeColumn(string.Create(CultureInfo.InvariantCulture, $"{ColumnNames.Features}{step}"), x, replace: true);
            if (step > 1)
            {
                result.Dispose();
            }

            result = next;
        }

        return result;
    }

    /// <summary>Fills in missing features by steps after each of which the known ones are set back.</summary>
    /// <param name="graph">A graph with features <c>[N, F]</c>.</param>
    /// <param name="missing">Which are missing: <c>[N]</c>, one for each node, or <c>[N F]</c>, one for each element, row-major. What they hold is not read.</param>
    /// <param name="iterations">The number of steps, at least 0; 40 by default.</param>
    /// <returns>A graph with dense features <c>[N, F]</c>; those that nothing known reaches are 0.</returns>
    /// <exception cref="ArgumentException">There is not one mark for each node or element, or a degree is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The iterations are negative.</exception>
    /// <exception cref="InvalidOperationException">The graph has no features.</exception>
    /// <remarks>Rossi, Kenlay, Gorinova, Chamberlain, Dong and Bronstein, "On the unreasonable effectiveness of feature propagation in learning on graphs with
    /// missing node features", 2022; PyG's FeaturePropagation. Cost: O(iterations E F).</remarks>
    public static Graph WithPropagatedFeatures(this Graph graph, ReadOnlySpan<bool> missing, int iterations = 40)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        Features features = graph.Features;
        Shape shape = features.Shape;
        if (missing.Length != shape[0] && missing.Length != shape.Count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"There must be {shape[0]} marks, one for each node, or {shape.Count}, one for each element, got {missing.Length}."),
                nameof(missing));
        }

        long width = missing.Length == shape.Count ? 1 : shape[1];
        bool[] isMissing = new bool[shape.Count];
        for (long place = 0; place < isMissing.LongLength; place++)
        {
            isMissing[place] = missing[(int)(place / width)];
        }

        using NoGrad noGrad = NoGrad.Open();
        using Tensor values = Values(graph);
        using Tensor mask = Tensor.Create(isMissing, shape, features.Engine);
        using Tensor zeros = Tensor.Zeros(shape, features.Engine);
        using Tensor? made = features.Sparse?.ToDense();
        using Tensor known = mask.Select(zeros, made ?? features.Dense!);
        Tensor x = known;
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            using Tensor next = Tensor.SpMM(graph.InEdges, values, x);
            Tensor filled = mask.Select(next, known);
            if (!ReferenceEquals(x, known))
            {
                x.Dispose();
            }

            x = filled;
        }

        return graph.WithFeatures(ReferenceEquals(x, known) ? known.Reshape(shape) : x);
    }

    /// <summary>The normalised weights in the order of the entries of the in-edges, on the features' engine.</summary>
    private static Tensor Values(Graph graph)
    {
        double[] weights = WeightTransforms.Read(graph);
        WeightTransforms.Normalize(weights, graph.NodeCount, graph.Sources, graph.Targets, WeightNormalization.Symmetric);
        double[] ordered = Array.ConvertAll(EdgeOrders.Ids(graph.InEdges), edge => weights[edge]);
        return Tensor.Create(ordered, ordered.Length, graph.Features.Engine);
    }
}
