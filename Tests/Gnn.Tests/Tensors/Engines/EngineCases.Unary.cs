using Gnn.Tensors.Engines;

namespace Gnn.Tests.Tensors.Engines;

/// <content>Functions of one element and their slopes.</content>
internal static partial class EngineCases
{
    private static IEnumerable<EngineCase> Unaries()
    {
        foreach (UnaryOperation operation in Enum.GetValues<UnaryOperation>())
        {
            bool isPositive = operation is UnaryOperation.Log or UnaryOperation.Sqrt or UnaryOperation.Power or UnaryOperation.InverseSqrt;
            yield return new($"Unary {operation}", (inputs, size) =>
                inputs.Return(inputs.Engine.Unary(operation, inputs.Floats((size.Rows, size.Columns), 9, special: true, isPositive), 1.5)));

            // Where these slopes change sign, below 0, their terms cancel.
            bool isSum = operation is UnaryOperation.Gelu or UnaryOperation.Silu;
            yield return new($"UnaryGradient {operation}", (inputs, size) => inputs.Return(inputs.Engine.UnaryGradient(
                operation,
                inputs.Floats((size.Rows, size.Columns), 9, special: true, isPositive),
                inputs.Floats((size.Rows, size.Columns), 1, special: true),
                inputs.Floats((size.Rows, size.Columns), 9, special: true),
                1.5)), isSum);
        }
    }
}
