using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Graphs;

/// <summary>Reads the columns that the library gives a meaning to, with the type that they must have.</summary>
internal static class TypedColumns
{
    public static Features Features(ColumnTable nodes, string structure)
    {
        if (!nodes.Contains(ColumnNames.Features))
        {
            throw new InvalidOperationException($"The {structure} has no node features: add them with WithFeatures(x), for example SparseTensor.Identity(NodeCount).");
        }

        return nodes.IsSparse(ColumnNames.Features) ? nodes.Sparse(ColumnNames.Features) : nodes[ColumnNames.Features];
    }

    public static ColumnTable WithFeatures(ColumnTable nodes, Features features) => features.Sparse is { } sparse
        ? nodes.With(ColumnNames.Features, sparse, replace: true)
        : nodes.With(
            ColumnNames.Features,
            features.Dense ?? throw new ArgumentException("The features are empty: give a Tensor or a SparseTensor.", nameof(features)),
            replace: true);

    public static Tensor Labels(ColumnTable table, string structure) => Vector(table, ColumnNames.Labels, DataType.Int32)
        ?? throw new InvalidOperationException(
            $"The {structure} has no {table.RowName} labels: add them with WithLabels(labels), one Int32 a {table.RowName}, -1 for none.");

    public static ColumnTable WithLabels(ColumnTable table, ReadOnlySpan<int> labels, Engine? engine) => labels.Length == table.RowCount
        ? table.With(ColumnNames.Labels, Tensor.Create(labels, labels.Length, engine), replace: true)
        : throw new ArgumentException(
            $"There must be {table.RowCount} labels, one for each {table.RowName} (-1 for none), got {labels.Length}.", nameof(labels));

    public static Tensor? Weights(ColumnTable table) => Vector(table, ColumnNames.EdgeWeights, type: null);

    public static Tensor? Times(ColumnTable table) => Vector(table, ColumnNames.Times, DataType.Int64);

    /// <summary>A column with one axis, of a type or, if that is null, floating; null if there is no such column.</summary>
    private static Tensor? Vector(ColumnTable table, string name, DataType? type)
    {
        if (!table.Contains(name))
        {
            return null;
        }

        if (table.TryGet(name, out Tensor? column) && column.Shape.Rank == 1 && (type is null ? column.DataType.IsFloating() : column.DataType == type))
        {
            return column;
        }

        string found = column is null ? "a sparse column" : $"{column.DataType} {column.Shape}";
        throw new InvalidOperationException(
            $"The {table.RowName} column '{name}' must be {type?.ToString() ?? "floating"} [{table.RowCount}], got {found}: cast or reshape it.");
    }
}
