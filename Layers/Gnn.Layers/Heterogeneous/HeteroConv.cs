using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Heterogeneous;

/// <summary>A convolution for each edge type; what they give for one node type is combined.</summary>
/// <remarks>
/// <code>Y_t = combine over edge types (s, r, t) of conv_(s, r, t)(X_s, X_t, A_(s, r, t))</code>
/// <para>Between nodes of one type a convolution gets one set of features, else those of both sides. Columns of edges take no part: for those, prepare the adjacency of the
/// type with the convolution and make the <see cref="HeteroAdjacency"/> of it. A convolution that needs degrees of all nodes, or loops, is only fit for edge types between
/// nodes of one type.</para>
/// <para>Difference from PyTorch Geometric: edge types without features, or that the graph does not have, are errors; there they are left out.</para>
/// <para>Parameters: those of the convolutions, for example <c>convs.&lt;author___writes___paper&gt;.lin_l.weight</c>. Cost: that of the convolutions.</para>
/// </remarks>
/// <example><code>
/// var layer = new HeteroConv(
/// [
///     (writes, new SageConv(sourceInputs: 8, targetInputs: 6, outputs: 16, random.Stream("writes"))),
///     (cites, new SageConv(inputs: 6, outputs: 16, random.Stream("cites"))),
/// ]);
/// </code></example>
public sealed class HeteroConv : Module, IHeteroConvolution
{
    private readonly (EdgeType Type, IBipartiteConvolution Convolution)[] _convolutions;
    private readonly Combination _combination;

    /// <summary>Creates a layer.</summary>
    /// <param name="convolutions">The edge types, each once, with their convolutions: modules, owned from here on.</param>
    /// <param name="combination">How the results of several edge types are combined.</param>
    /// <exception cref="ArgumentException">There is no edge type, one is there twice, or a convolution is not a module.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such combination.</exception>
    public HeteroConv(IReadOnlyList<(EdgeType Type, IBipartiteConvolution Convolution)> convolutions, Combination combination = Combination.Sum)
    {
        ArgumentNullException.ThrowIfNull(convolutions);
        EdgeTypes = [.. convolutions.Select(pair => pair.Type)];
        TypeNames.Check(EdgeTypes);
        if (!Enum.IsDefined(combination))
        {
            throw new ArgumentOutOfRangeException(nameof(combination), combination, "There is no such combination.");
        }

        (_convolutions, _combination) = ([.. convolutions], combination);
        foreach ((EdgeType type, IBipartiteConvolution convolution) in _convolutions)
        {
            AddModule($"convs.{TypeNames.OfPart(type)}", convolution as Module
                ?? throw new ArgumentException($"The convolution of {type} must be a Module, got {convolution?.GetType().Name ?? "null"}.", nameof(convolutions)));
        }
    }

    /// <summary>The edge types.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes { get; }

    /// <inheritdoc/>
    public HeteroAdjacency Prepare(HeteroGraph graph) => HeteroAdjacency.Of(graph, EdgeTypes, Prepare);

    /// <inheritdoc/>
    public HeteroAdjacency Prepare(HeteroBlock block) => HeteroAdjacency.Of(block, EdgeTypes, Prepare);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Forward(in ForwardContext context, HeteroFeatures x, HeteroAdjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(x);
        HeteroAdjacency.Check(adjacency, EdgeTypes);
        var rows = new Dictionary<string, Tensor>();
        foreach (string target in adjacency.TargetTypes)
        {
            var results = new List<Tensor>();
            foreach ((EdgeType type, IBipartiteConvolution convolution) in _convolutions)
            {
                if (type.Target == target)
                {
                    Adjacency edges = adjacency[type];
                    Features source = x[type.Source];
                    results.Add(type.Source == target
                        ? convolution.Forward(context, source, edges)
                        : convolution.Forward(context, source, Leading(x[target], edges.Structure.RowCount), edges));
                }
            }

            rows.Add(target, Combine(results));
        }

        return rows;
    }

    private Adjacency Prepare(EdgeType type, SparseStructure structure) => Array.Find(_convolutions, pair => pair.Type == type).Convolution.Prepare(structure);

    private Tensor Combine(List<Tensor> results)
    {
        if (results.Count == 1)
        {
            return results[0];
        }

        if (_combination == Combination.Concatenate)
        {
            return Tensor.Concatenate([.. results], -1);
        }

        Tensor combined = results[0];
        foreach (Tensor result in results.Skip(1))
        {
            combined = _combination switch
            {
                Combination.Max => Tensor.Maximum(combined, result),
                Combination.Min => Tensor.Minimum(combined, result),
                _ => combined + result,
            };
        }

        return _combination == Combination.Mean ? combined / results.Count : combined;
    }

    /// <summary>The features of the targets, which in a block are the first of their type.</summary>
    private static Features Leading(Features x, int rows)
    {
        bool isBlock = x.Shape[0] > rows;
        return isBlock ? x.ToDense().Rows(0, rows) : x;
    }
}
