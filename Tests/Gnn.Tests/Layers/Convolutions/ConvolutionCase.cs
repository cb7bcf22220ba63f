using Gnn.Layers.Convolutions;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>A convolution with options, for the tests of what every convolution promises.</summary>
/// <param name="Name">Unique among the cases.</param>
/// <param name="Create">Makes one of so many input and output columns; it is a module, and at least 6 inputs and 4 outputs must do.</param>
internal sealed record ConvolutionCase(string Name, Func<int, int, RandomSource, IConvolution> Create)
{
    /// <summary>Whether a structure alone is refused where it is bipartite, because degrees need the whole graph.</summary>
    internal bool NeedsWholeGraph { get; init; }

    /// <summary>Whether it takes what a column of the graph says, so that edges alone do not do.</summary>
    internal bool NeedsColumns { get; init; }

    /// <summary>Whether a row depends on more than the node and its neighbours, so that blocks of one hop do not do.</summary>
    internal bool IsDeep { get; init; }

    /// <summary>Whether it has no parameters and takes features of any width.</summary>
    internal bool TakesAnyWidth { get; init; }

    /// <summary>Whether the order of a node's edges matters, so that a graph with its edges in another order is another.</summary>
    internal bool IsOrdered { get; init; }

    /// <summary>The number of input columns of the tests, which must be that of the outputs in some layers.</summary>
    internal int Inputs { get; init; } = 6;

    /// <summary>The number of output columns of the tests.</summary>
    internal int Outputs { get; init; } = 4;

    internal IConvolution Make() => Create(Inputs, Outputs, new RandomSource(9));

    public override string ToString() => Name;
}
