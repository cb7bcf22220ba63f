using Gnn.Tensors.Engines;

namespace Gnn.Graphs.Transforms;

/// <summary>A vector with room for every element and a list of those that were touched, so that clearing costs only these.</summary>
internal sealed class SparseVector(int size)
{
    private readonly double[] _values = new double[size];
    private readonly bool[] _isTouched = new bool[size];
    private readonly List<int> _touched = [];

    public double this[int index] => _values[index];

    /// <summary>Does something for each index with vectors of its thread's own.</summary>
    public static void ForEach(int count, int vectors, Action<int, SparseVector[]> action) => ForEach(count, count, vectors, action);

    /// <summary>Does something for each index with vectors of a size that are its thread's own.</summary>
    public static void ForEach(int count, int size, int vectors, Action<int, SparseVector[]> action)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Engine.Default.ThreadCount };
        Parallel.For(
            0,
            count,
            options,
            () => Enumerable.Range(0, vectors).Select(_ => new SparseVector(size)).ToArray(),
            (index, _, own) =>
            {
                action(index, own);
                return own;
            },
            _ => { });
    }

    public void Clear()
    {
        foreach (int index in _touched)
        {
            _values[index] = 0;
            _isTouched[index] = false;
        }

        _touched.Clear();
    }

    public void Add(int index, double value)
    {
        if (!_isTouched[index])
        {
            _isTouched[index] = true;
            _touched.Add(index);
        }

        _values[index] += value;
    }

    public void SetUnit(int index)
    {
        Clear();
        Add(index, 1);
    }

    /// <summary>Becomes x M: each element of x goes over the row of its index. Elements of x below a magnitude are left out.</summary>
    public void SetProduct(HostMatrix matrix, SparseVector x, double pruning = 0)
    {
        Clear();
        foreach (int row in x._touched)
        {
            double value = x._values[row];
            if (Math.Abs(value) < pruning)
            {
                continue;
            }

            ReadOnlySpan<int> columns = matrix.Columns(row);
            ReadOnlySpan<double> values = matrix.Values(row);
            for (int k = 0; k < columns.Length; k++)
            {
                Add(columns[k], value * values[k]);
            }
        }
    }

    /// <summary>Becomes the row of a start node of a series of powers of a matrix.</summary>
    public void SetSeries(HostMatrix matrix, int start, DiffusionKernel kernel, double pruning, SparseVector power, SparseVector next)
    {
        Clear();
        power.SetUnit(start);
        for (int k = 0; k < kernel.Coefficients.Count; k++)
        {
            foreach (int index in power._touched)
            {
                Add(index, kernel.Coefficients[k] * power._values[index]);
            }

            if (k + 1 < kernel.Coefficients.Count)
            {
                next.SetProduct(matrix, power, pruning);
                (power, next) = (next, power);
            }
        }
    }

    public double Dot(SparseVector other)
    {
        SparseVector shorter = _touched.Count <= other._touched.Count ? this : other;
        double sum = 0;
        foreach (int index in shorter._touched)
        {
            sum += _values[index] * other._values[index];
        }

        return sum;
    }

    /// <summary>The elements that are not 0, by index.</summary>
    public (int[] Indices, double[] Values) ToArrays()
    {
        _touched.Sort();
        int[] indices = [.. _touched.Where(index => _values[index] != 0)];
        return (indices, Array.ConvertAll(indices, index => _values[index]));
    }
}
