using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>A tensor with a copy of values; float and double become the engine's floating type.</summary>
    /// <typeparam name="T">float, double, int, long or bool.</typeparam>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The shape, of as many elements.</param>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static unsafe Tensor Create<T>(ReadOnlySpan<T> values, in Shape shape, Engine? engine = null)
        where T : unmanaged
    {
        if (values.Length != shape.Count)
        {
            throw new ArgumentException($"A tensor {shape} has {shape.Count} elements, got {values.Length} values.", nameof(values));
        }

        fixed (T* source = values)
        {
            return Wrap((engine ?? Engine.Default).Upload(source, DataTypeExtensions.Of<T>(), values.Length), shape);
        }
    }

    /// <inheritdoc cref="Create{T}(ReadOnlySpan{T}, in Shape, Engine?)"/>
    public static Tensor Create<T>(T[] values, in Shape shape, Engine? engine = null)
        where T : unmanaged => Create((ReadOnlySpan<T>)values, shape, engine);

    /// <summary>A floating tensor of equal elements.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="value">The value.</param>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>The tensor.</returns>
    public static Tensor Full(in Shape shape, double value, Engine? engine = null)
    {
        Engine target = engine ?? Engine.Default;
        return Wrap(target.Fill(target.FloatType, shape.Count, value), shape);
    }

    /// <summary>A floating tensor of zeros.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>The tensor.</returns>
    public static Tensor Zeros(in Shape shape, Engine? engine = null) => Full(shape, 0, engine);

    /// <summary>A floating tensor of ones.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>The tensor.</returns>
    public static Tensor Ones(in Shape shape, Engine? engine = null) => Full(shape, 1, engine);

    /// <summary>Uniform numbers in [low, high): element i is the source's number i, on every engine.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="source">Where the numbers come from.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The bounds are not finite, or the lower is above the upper.</exception>
    public static Tensor Uniform(in Shape shape, RandomSource source, double low = 0, double high = 1, Engine? engine = null)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
        {
            throw new ArgumentException($"The bounds must be finite and rising, got [{low}, {high}).", nameof(low));
        }

        return Wrap((engine ?? Engine.Default).RandomUniform(shape.Count, source, low, high), shape);
    }

    /// <summary>Normal numbers: element i is the source's number i, on every engine.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="source">Where the numbers come from.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation, at least 0.</param>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative.</exception>
    public static Tensor Normal(in Shape shape, RandomSource source, double mean = 0, double standardDeviation = 1, Engine? engine = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        return Wrap((engine ?? Engine.Default).RandomNormal(shape.Count, source, mean, standardDeviation), shape);
    }

    /// <summary>Copies the elements to the host.</summary>
    /// <typeparam name="T">The tensor's type, or float or double for a floating tensor.</typeparam>
    /// <returns>The elements, row-major.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> does not fit the tensor's type.</exception>
    public unsafe T[] ToArray<T>()
        where T : unmanaged
    {
        DataType type = DataTypeExtensions.Of<T>();
        if (type != DataType && !(type.IsFloating() && DataType.IsFloating()))
        {
            throw new ArgumentException($"A tensor of {DataType} cannot be read as {type}: cast it first.");
        }

        var values = new T[Shape.Count];
        fixed (T* destination = values)
        {
            Engine.Download(View, destination, type);
        }

        return values;
    }

    /// <summary>The one element of a scalar or of a tensor with one element.</summary>
    /// <returns>The element as double.</returns>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public double Item() => Shape.Count == 1
        ? ToDoubles()[0]
        : throw new InvalidOperationException($"Item() takes a tensor with one element, got {Shape}.");

    /// <summary>This tensor's elements as a new tensor of another type.</summary>
    /// <param name="type">The type; a floating type must be the engine's.</param>
    /// <returns>The tensor, without history.</returns>
    /// <exception cref="ArgumentException">The engine does not have this floating type.</exception>
    public Tensor Cast(DataType type)
    {
        if (type.IsFloating() && type != Engine.FloatType)
        {
            throw new ArgumentException($"The engine '{Engine.Name}' computes in {Engine.FloatType}, not {type}: move the tensor with To(engine).", nameof(type));
        }

        return Wrap(Engine.Cast(View, type), Shape);
    }

    /// <summary>A copy of this tensor on an engine; this tensor itself if it is there already.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>The tensor, without history if it was copied.</returns>
    public unsafe Tensor To(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (ReferenceEquals(engine, Engine))
        {
            return this;
        }

        using var host = new NativeArray<byte>(checked(Shape.Count * DataType.Size()));
        Engine.Download(View, host.Pointer, DataType);
        return Wrap(engine.Upload(host.Pointer, DataType, Shape.Count), Shape);
    }

    /// <summary>Whether no element is NaN or infinite.</summary>
    /// <returns>True if all are finite.</returns>
    public bool AllFinite() => Engine.AllFinite([View]);

    /// <summary>Whether no element of any of the tensors is NaN or infinite, asked in one question: a device is waited for once.</summary>
    /// <param name="tensors">Floating tensors of one engine.</param>
    /// <returns>True if all are finite.</returns>
    /// <exception cref="ArgumentException">The tensors are not all of one engine.</exception>
    public static bool AllFinite(IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0)
        {
            return true;
        }

        var views = new BufferView[tensors.Count];
        for (int i = 0; i < views.Length; i++)
        {
            Throw.IfOtherEngine(tensors[0], tensors[i]);
            views[i] = tensors[i].View;
        }

        return tensors[0].Engine.AllFinite(views);
    }

    private double[] ToDoubles() => DataType switch
    {
        DataType.Int32 => Array.ConvertAll(ToArray<int>(), value => (double)value),
        DataType.Int64 => Array.ConvertAll(ToArray<long>(), value => (double)value),
        DataType.Bool => Array.ConvertAll(ToArray<bool>(), value => value ? 1.0 : 0.0),
        _ => ToArray<double>(),
    };
}
