using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

/// <summary>A shape over a contiguous, row-major run of one buffer of an <see cref="Engine"/>, with a gradient if asked.</summary>
/// <remarks>
/// <para>Immutable, but for the gradient and for optimiser steps on parameters. Reshaping and taking a run of leading rows share the buffer; every other
/// operation makes a new one. Operations take tensors of one engine, and broadcast as NumPy does where they say so.</para>
/// <para>Made in a <see cref="TensorScope"/>, a tensor ends with it unless kept; made outside, it ends when disposed.</para>
/// </remarks>
public sealed partial class Tensor : IDisposable
{
    private readonly long _offset;
    private EngineBuffer? _buffer;
    private TensorScope? _scope;
    private int _placeInScope;

    private Tensor(EngineBuffer buffer, long offset, in Shape shape, bool isInScope)
    {
        _buffer = buffer;
        _offset = offset;
        Shape = shape;
        if (isInScope && TensorScope.Current is { } scope)
        {
            _scope = scope;
            _placeInScope = scope.Add(this);
        }
    }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public DataType DataType => Buffer.DataType;

    /// <summary>Where the elements are.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public Engine Engine => Buffer.Engine;

    /// <summary>Whether the tensor was disposed, by hand or by its scope.</summary>
    public bool IsDisposed => _buffer is null;

    /// <summary>The run of the buffer, as engines take it. It holds no count: use it while the tensor lives.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public BufferView View => new(Buffer, _offset, Shape);

    internal GradNode? Node { get; private set; }

    /// <summary>Whether the tensor has a whole buffer to itself: no other tensor and nothing that the tape saved reads it.</summary>
    internal bool IsSoleHolder => _offset == 0 && Buffer.Length == Shape.Count && Buffer.IsExclusive;

    private EngineBuffer Buffer => _buffer ?? throw new ObjectDisposedException(
        nameof(Tensor), $"The tensor {Shape} was disposed, or its TensorScope was; call Keep() on a tensor that is needed longer.");

    /// <summary>A tensor over a buffer that an engine returned; the tensor takes the caller's count.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="shape">The shape, of as many elements as the buffer has.</param>
    /// <returns>The tensor, owned by the open scope, if any.</returns>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public static Tensor Wrap(EngineBuffer buffer, in Shape shape)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (buffer.Length != shape.Count)
        {
            throw new ArgumentException($"A buffer of {buffer.Length} elements cannot have the shape {shape}.", nameof(shape));
        }

        return new Tensor(buffer, offset: 0, shape, isInScope: true);
    }

    /// <summary>Takes the tensor out of its scope, so that it lives until it is disposed.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public Tensor Keep()
    {
        _ = Buffer;
        LeaveScope();
        return this;
    }

    /// <summary>Drops the tensor's hold on its buffer, its gradient and the operations that made it.</summary>
    public void Dispose()
    {
        EngineBuffer? buffer = _buffer;
        if (buffer is null)
        {
            return;
        }

        _buffer = null;
        LeaveScope();
        Gradient?.Dispose();
        Gradient = null;
        GradNode? node = Node;
        Node = null;
        node?.Drop();
        buffer.Release();
    }

    /// <summary>Type, shape, engine and, for small tensors, the elements.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsDisposed
        ? $"Tensor {Shape}, disposed"
        : Shape.Count is > 0 and <= 16
            ? $"Tensor {DataType} {Shape} on {Engine.Name}: {string.Join(", ", ToDoubles())}"
            : $"Tensor {DataType} {Shape} on {Engine.Name}";

    internal void MoveInScope(int place) => _placeInScope = place;

    /// <summary>A second tensor over the same run, in no scope and without history: what the tape saves.</summary>
    internal Tensor Alias(in Shape shape)
    {
        Buffer.Retain();
        return new Tensor(Buffer, _offset, shape, isInScope: false);
    }

    private void LeaveScope()
    {
        if (_scope is not null)
        {
            _scope.Remove(_placeInScope);
            _scope = null;
        }
    }
}
