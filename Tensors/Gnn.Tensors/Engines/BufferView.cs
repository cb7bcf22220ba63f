namespace Gnn.Tensors.Engines;

/// <summary>What a primitive reads: a contiguous, row-major run of a buffer seen with a shape. It holds no count of its own.</summary>
/// <param name="buffer">The buffer.</param>
/// <param name="offset">The first element of the run.</param>
/// <param name="shape">The shape of the run.</param>
public readonly struct BufferView(EngineBuffer buffer, long offset, Shape shape)
{
    /// <summary>The buffer; null in a default view, which stands for an argument that is left out.</summary>
    public EngineBuffer Buffer { get; } = buffer;

    /// <summary>The first element of the run.</summary>
    public long Offset { get; } = offset;

    /// <summary>The shape of the run.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>Whether the view stands for an argument that is left out.</summary>
    public bool IsEmpty => Buffer is null;

    /// <summary>The type of the elements.</summary>
    public DataType DataType => Buffer.DataType;

    /// <summary>The number of elements.</summary>
    public long Count => Shape.Count;
}
