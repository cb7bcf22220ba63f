namespace Gnn.Datasets.Parsing;

/// <summary>The memory that reading one pickle may take: a multiple of the file's size.</summary>
/// <remarks>
/// A pickle can ask for much memory in few bytes (an empty list is one byte, a shared array can be copied by a two-byte call), so every
/// allocation is charged here before it is made. With the file itself, reading takes at most ten times its size and a constant. Ordinary files take
/// up to five times (lists of small integers); dictionaries of lists that are nearly all empty would take more and are refused.
/// </remarks>
internal sealed class PickleBudget
{
    // What an object with a header and a few fields takes, generously.
    private const int ObjectBytes = 56;

    private const int ArrayHeaderBytes = 24;
    private const long BytesPerFileByte = 9;
    private const long AtLeast = 16 * 1024;

    private readonly PickleInput _input;
    private long _left;

    public PickleBudget(PickleInput input)
    {
        _input = input;
        _left = AtLeast + (BytesPerFileByte * input.Length);
    }

    /// <summary>Takes room for an array from the budget.</summary>
    /// <param name="count">The number of elements.</param>
    /// <param name="elementBytes">The size of one.</param>
    /// <exception cref="Tensors.Files.DataFormatException">The file asks for more than its size allows.</exception>
    public void ChargeArray(long count, int elementBytes) => Charge((count * elementBytes) + ArrayHeaderBytes);

    /// <summary>Takes room for an object with a few fields from the budget.</summary>
    /// <exception cref="Tensors.Files.DataFormatException">The file asks for more than its size allows.</exception>
    public void ChargeObject() => Charge(ObjectBytes);

    private void Charge(long bytes)
    {
        if (bytes > _left)
        {
            throw _input.Bad(
                $"expected data that take at most {BytesPerFileByte} times the file's {_input.Length} bytes in memory, got more",
                "The file is damaged or made to exhaust memory.");
        }

        _left -= bytes;
    }
}
