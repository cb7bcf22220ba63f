using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>A function from a group of rows to one row: of the neighbours of a node, of the messages into it, of the nodes of a graph.</summary>
/// <remarks>The order of a group's rows does not matter unless the aggregation says so.</remarks>
public interface IAggregation
{
    /// <summary>The number of columns of a result.</summary>
    /// <param name="inputs">The number of columns of the rows, at least 1.</param>
    /// <returns>The number of columns, at least 1.</returns>
    int OutputsFor(int inputs);

    /// <summary>Aggregates the rows of every group.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="groups">A row for each group; the columns of its entries are the rows of x that are in it. A row of x may be in several groups, or in none.</param>
    /// <param name="x"><c>[columns of groups, F]</c>.</param>
    /// <returns><c>[rows of groups, OutputsFor(F)]</c>, a tensor of its own.</returns>
    /// <exception cref="ArgumentException">x does not have a row for each column of the groups, or not the columns that the aggregation takes.</exception>
    Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x);
}
