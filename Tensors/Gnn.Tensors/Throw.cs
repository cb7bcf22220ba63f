using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors;

/// <summary>The checks that many operations share.</summary>
[StackTraceHidden]
internal static class Throw
{
    internal static void IfNotFloating(Tensor tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (!tensor.DataType.IsFloating())
        {
            throw new ArgumentException($"'{name}' must be a floating tensor, got {tensor.DataType} {tensor.Shape}: cast it first.", name);
        }
    }

    internal static void IfNotIndex(Tensor tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (!tensor.DataType.IsInteger() || tensor.Shape.Rank != 1)
        {
            throw new ArgumentException($"'{name}' must be an Int32 or Int64 vector, got {tensor.DataType} {tensor.Shape}.", name);
        }
    }

    internal static void IfNotRank(Tensor tensor, int rank, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.Shape.Rank != rank)
        {
            throw new ArgumentException($"'{name}' must have {rank} axes, got {tensor.Shape}: reshape it first.", name);
        }
    }

    internal static void IfTranspose(SparseStructure structure, [CallerArgumentExpression(nameof(structure))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(structure, name);
        if (structure.IsTranspose)
        {
            throw new ArgumentException(
                $"'{name}' is the transpose of a structure, which is for reading: give the structure itself, and transposed: true where an operation has it; "
                + "or build a structure of its own from the reversed edges.",
                name);
        }
    }

    internal static void IfOtherEngine(
        Tensor one, Tensor other, [CallerArgumentExpression(nameof(one))] string oneName = "", [CallerArgumentExpression(nameof(other))] string otherName = "")
    {
        ArgumentNullException.ThrowIfNull(one, oneName);
        ArgumentNullException.ThrowIfNull(other, otherName);
        if (!ReferenceEquals(one.Engine, other.Engine))
        {
            throw new ArgumentException(
                $"'{oneName}' is on the engine '{one.Engine.Name}' and '{otherName}' on '{other.Engine.Name}': move one with To(engine).", otherName);
        }
    }
}
