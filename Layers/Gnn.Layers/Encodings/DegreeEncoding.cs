using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Encodings;

/// <summary>Learnt rows for the numbers of incoming and outgoing edges of a node, which a model adds to its features.</summary>
/// <remarks>
/// <code>y_i = W_in[min(in-degree of i, maximum)] + W_out[min(out-degree of i, maximum)],  W_in, W_out: [maximum + 1, width]</code>
/// <para>Paper: C. Ying et al., "Do Transformers Really Perform Bad for Graph Representation?" (Graphormer), NeurIPS 2021. Departure from it: degrees are
/// clipped. Of an undirected graph both degrees are the same, and so the two tables act as one.</para>
/// <para>Parameters: <c>in_degree.weight</c>, <c>out_degree.weight</c>, standard normal at first. Cost: O(N width), and O(N + E) once for the degrees.</para>
/// </remarks>
public sealed class DegreeEncoding : Module
{
    private readonly int _maximum;
    private readonly Embedding _incoming;
    private readonly Embedding _outgoing;

    /// <summary>Creates an encoding.</summary>
    /// <param name="maximum">The degree that higher ones are taken for, at least 1.</param>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public DegreeEncoding(int maximum, int width, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        _maximum = maximum;
        _incoming = AddModule("in_degree", new Embedding(checked(maximum + 1), width, random.Stream("in_degree")));
        _outgoing = AddModule("out_degree", new Embedding(maximum + 1, width, random.Stream("out_degree")));
    }

    /// <summary>The clipped degrees of a graph, taken once.</summary>
    /// <param name="edges">The edges by target, square.</param>
    /// <param name="engine">Where the result is made; the default engine if null.</param>
    /// <returns>Incoming and outgoing edges of each node, Int32 <c>[N]</c> each, kept beyond their scope: the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The structure is not square.</exception>
    public (Tensor Incoming, Tensor Outgoing) Prepare(SparseStructure edges, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(edges);
        if (edges.RowCount != edges.ColumnCount)
        {
            throw new ArgumentException($"The degrees of nodes take a square structure, got {edges}.", nameof(edges));
        }

        int[] incoming = new int[edges.RowCount];
        int[] outgoing = new int[edges.RowCount];
        for (int node = 0; node < incoming.Length; node++)
        {
            ReadOnlySpan<int> sources = edges.Row(node);
            incoming[node] = Math.Min(sources.Length, _maximum);
            foreach (int source in sources)
            {
                outgoing[source] = Math.Min(outgoing[source] + 1, _maximum);
            }
        }

        return (Tensor.Create(incoming, incoming.Length, engine).Keep(), Tensor.Create(outgoing, outgoing.Length, engine).Keep());
    }

    /// <summary>Encodes clipped degrees.</summary>
    /// <param name="incoming">What <see cref="Prepare"/> made of incoming edges, Int32 <c>[N]</c>.</param>
    /// <param name="outgoing">What <see cref="Prepare"/> made of outgoing edges, Int32 <c>[N]</c>.</param>
    /// <returns><c>[N, width]</c>.</returns>
    /// <exception cref="ArgumentException">The two are not integers of one length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A degree is above the maximum or negative.</exception>
    public Tensor Forward(Tensor incoming, Tensor outgoing)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        ArgumentNullException.ThrowIfNull(outgoing);
        if (incoming.Shape != outgoing.Shape)
        {
            throw new ArgumentException($"'outgoing' must have the shape of 'incoming', {incoming.Shape}, got {outgoing.Shape}.", nameof(outgoing));
        }

        return _incoming.Forward(incoming) + _outgoing.Forward(outgoing);
    }
}
