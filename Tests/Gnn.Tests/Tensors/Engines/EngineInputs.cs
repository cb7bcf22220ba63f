using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Tensors.Engines;

/// <summary>Makes the same random arguments on any engine, in the order asked for, and reads results.</summary>
internal sealed unsafe class EngineInputs(Engine engine, int seed) : IDisposable
{
    private static readonly float[] Specials = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f];

    private readonly Random _random = new(seed);
    private readonly List<EngineBuffer> _buffers = [];
    private readonly List<double[]> _results = [];

    public Engine Engine => engine;

    public IReadOnlyList<double[]> Results => _results;

    public int Next(int bound) => _random.Next(bound);

    /// <summary>Numbers in [-scale, scale), or with one in eight special if asked.</summary>
    public BufferView Floats(Shape shape, float scale = 2, bool special = false, bool positive = false)
    {
        var values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            float value = ((2 * _random.NextSingle()) - 1) * scale;
            values[i] = special && _random.Next(8) == 0 ? Specials[_random.Next(Specials.Length)] : positive ? MathF.Abs(value) + 0.01f : value;
        }

        return Upload<float>(values, DataType.Float32, shape);
    }

    /// <summary>Few different numbers, so that many are equal.</summary>
    public BufferView Ties(Shape shape, bool special = false)
    {
        var values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = special && _random.Next(16) == 0 ? Specials[_random.Next(Specials.Length)] : _random.Next(-2, 3);
        }

        return Upload<float>(values, DataType.Float32, shape);
    }

    public BufferView Ints(Shape shape, int bound, bool isWide)
    {
        var values = new int[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _random.Next(bound);
        }

        return isWide
            ? Upload<long>(Array.ConvertAll(values, value => (long)value), DataType.Int64, shape)
            : Upload<int>(values, DataType.Int32, shape);
    }

    public BufferView Bools(Shape shape)
    {
        var values = new byte[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (byte)_random.Next(2);
        }

        return Upload<byte>(values, DataType.Bool, shape);
    }

    /// <summary>A random structure with empty rows, duplicate entries and a row that holds many.</summary>
    public SparseStructure Structure(int rows, int columns, int entries, bool isWide)
    {
        var targets = new int[entries];
        var sources = new int[entries];
        for (int i = 0; i < entries; i++)
        {
            targets[i] = _random.Next(4) == 0 ? rows / 2 : _random.Next(rows);
            sources[i] = _random.Next(columns);
        }

        fixed (int* target = targets, source = sources)
        {
            return SparseStructure.FromEdges(rows, columns, target, source, entries, isWide);
        }
    }

    public BufferView Upload<T>(T[] values, DataType type, Shape shape)
        where T : unmanaged
    {
        fixed (T* source = values)
        {
            return Keep(engine.Upload(source, type, values.Length), shape);
        }
    }

    /// <summary>A view of a buffer that ends with this object.</summary>
    public BufferView Keep(EngineBuffer buffer, Shape shape)
    {
        _buffers.Add(buffer);
        return new BufferView(buffer, 0, shape);
    }

    /// <summary>Adds a buffer to the results.</summary>
    public void Return(EngineBuffer buffer)
    {
        _results.Add(Read(Keep(buffer, buffer.Length)));
    }

    public double[] Read(BufferView view)
    {
        var values = new double[view.Count];
        if (view.DataType.IsFloating())
        {
            fixed (double* destination = values)
            {
                engine.Download(view, destination, DataType.Float64);
            }

            return values;
        }

        if (view.DataType == DataType.Int64)
        {
            return Array.ConvertAll(Download<long>(view), value => (double)value);
        }

        return view.DataType == DataType.Int32
            ? Array.ConvertAll(Download<int>(view), value => (double)value)
            : Array.ConvertAll(Download<byte>(view), value => (double)value);
    }

    public void Dispose() => _buffers.ForEach(buffer => buffer.Release());

    private T[] Download<T>(BufferView view)
        where T : unmanaged
    {
        var values = new T[view.Count];
        fixed (T* destination = values)
        {
            engine.Download(view, destination, view.DataType);
        }

        return values;
    }
}
