using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>Spreads known labels along edges: a classifier without parameters, and a baseline that sees edges and no features.</summary>
/// <remarks>
/// <code>
/// Y_0 = known labels, one-hot, 0 for other nodes          [N, C]
/// Y_k = clamp(alpha A' Y_(k-1) + (1 - alpha) Y_0, 0, 1)   A' = D^-1/2 A D^-1/2, no loops added
/// </code>
/// <para>Paper: X. Zhu and Z. Ghahramani, "Learning from Labeled and Unlabeled Data with Label Propagation", 2002, with the symmetric normalisation and the restart of
/// D. Zhou, O. Bousquet, T. N. Lal, J. Weston and B. Schoelkopf, "Learning with Local and Global Consistency", NeurIPS 2003. Cost: E C operations a step.</para>
/// </remarks>
public sealed class LabelPropagation
{
    /// <summary>What the shares of the classes count beside any label that reaches a node: nothing, but they are not lost where none does.</summary>
    private const double Unreached = 1e-30;

    /// <summary>Creates a propagation.</summary>
    /// <param name="steps">The number of steps, at least 0.</param>
    /// <param name="alpha">The share that comes from the neighbours, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LabelPropagation(int steps = 50, double alpha = 0.9)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (alpha is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"'alpha' is the share that comes from neighbours and must be in [0, 1], got {alpha}.");
        }

        (Steps, Alpha) = (steps, alpha);
    }

    /// <summary>The number of steps.</summary>
    public int Steps { get; }

    /// <summary>The share that comes from the neighbours.</summary>
    public double Alpha { get; }

    /// <summary>Normalises the edges, once for a graph.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <param name="engine">Where values are made; the default engine if null.</param>
    /// <returns>The adjacency with one value for each entry, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public static Adjacency Prepare(Graph graph, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new GcnNormalizer(GcnNormalization.Symmetric).Prepare(graph, engine ?? Engine.Default);
    }

    /// <summary>The labels of some nodes as rows to start from.</summary>
    /// <param name="labels">The class of each of N nodes; only those of the known nodes are read.</param>
    /// <param name="known">The nodes whose labels are known, in [0, N).</param>
    /// <param name="classCount">C, at least 1.</param>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns><c>[N, C]</c>: one-hot rows of known nodes, 0 elsewhere.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A node or the label of a known node is out of range.</exception>
    public static Tensor OneHot(ReadOnlySpan<int> labels, ReadOnlySpan<int> known, int classCount, Engine? engine = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        float[] rows = new float[checked(labels.Length * classCount)];
        foreach (int node in known)
        {
            if ((uint)node >= (uint)labels.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(known), node, $"A known node must be in [0, {labels.Length}), got {node}.");
            }

            if ((uint)labels[node] >= (uint)classCount)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), labels[node], $"The label of known node {node} must be in [0, {classCount}), got {labels[node]}.");
            }

            rows[(node * classCount) + labels[node]] = 1;
        }

        return Tensor.Create(rows, (labels.Length, classCount), engine);
    }

    /// <summary>Spreads labels.</summary>
    /// <param name="labels">Y_0, <c>[N, C]</c>, for example of <see cref="OneHot"/>.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made, or any values of edges.</param>
    /// <returns><c>[N, C]</c>: the largest column of a row is the class of its node; a row of zeros was not reached.</returns>
    /// <exception cref="ArgumentException">The labels do not fit the adjacency.</exception>
    public Tensor Forward(Tensor labels, Adjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Throw.IfNotSources(labels, adjacency);
        return Spread(labels, adjacency, y => Clamp(y, 0, 1));
    }

    /// <summary>The probabilities of the classes that spread labels give.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <param name="labels">The class of each of N nodes; only those of the known nodes are read.</param>
    /// <param name="known">The nodes whose labels are known, in [0, N), at least one.</param>
    /// <param name="classCount">C, at least 1.</param>
    /// <param name="engine">Where it is computed; the default engine if null.</param>
    /// <returns><c>[N, C]</c>, rows of sum 1: what <see cref="Forward"/> gives, each row by its sum. A node that no label reaches has the shares of the classes among the known
    /// nodes.</returns>
    /// <exception cref="ArgumentException">There is not a label for each node, no node is known, or the weights into a node sum to less than 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A node or the label of a known node is out of range.</exception>
    public Tensor Predict(Graph graph, ReadOnlySpan<int> labels, ReadOnlySpan<int> known, int classCount, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (labels.Length != graph.NodeCount || known.IsEmpty)
        {
            throw new ArgumentException(
                $"Labels are spread from known nodes, at least one, and there is one for each of {graph.NodeCount} nodes, got {labels.Length} labels and {known.Length} known nodes.",
                nameof(labels));
        }

        using NoGrad noGrad = NoGrad.Open();
        using Adjacency adjacency = Prepare(graph, engine);
        Tensor start = OneHot(labels, known, classCount, engine);
        Tensor rows = Forward(start, adjacency) + (start.Sum(axis: 0, keepAxis: true) * (Unreached / known.Length));
        return rows / rows.Sum(axis: 1, keepAxis: true);
    }

    /// <summary>Spreads any rows, each step's result going through a function.</summary>
    internal Tensor Spread(Tensor start, Adjacency adjacency, Func<Tensor, Tensor> afterStep)
    {
        using NoGrad noGrad = NoGrad.Open();
        Tensor kept = start * (1 - Alpha);
        Tensor y = start;
        for (int step = 0; step < Steps; step++)
        {
            y = afterStep((Tensor.SpMM(adjacency, y) * Alpha) + kept);
        }

        return y;
    }

    /// <summary>Every element moved into a range.</summary>
    internal static Tensor Clamp(Tensor x, double low, double high) =>
        Tensor.Minimum(Tensor.Maximum(x, Tensor.Full(Shape.Scalar, low, x.Engine)), Tensor.Full(Shape.Scalar, high, x.Engine));
}
