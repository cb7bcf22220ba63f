using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Graphs.Transforms;

/// <summary>The nearest rows of each row of a matrix by squared Euclidean distance, exactly; of equal ones, the first.</summary>
/// <remarks>Each row has an offset, which is added to its distance from every other row.</remarks>
internal sealed class NeighborSearch(Engine engine, double[] rows, double[] offsets, int width, bool includesSelf)
{
    private const int BlockElements = 1 << 22;

    private readonly int _count = offsets.Length;

    // A product of n terms, summed in any order, is within n units of rounding of the exact one, in proportion to the product of the two lengths. The
    // rounding of the factors and of the sum's parts adds a few; the whole is doubled to be safe.
    private readonly double _rounding = 2 * (width + 8) * (engine.FloatType == DataType.Float32 ? Math.Pow(2, -24) : Math.Pow(2, -53));

    public void Find(int neighbours, int[] ids, double[] distances)
    {
        if (neighbours == 0)
        {
            return;
        }

        // Distances are those of the rows less their mean, of which products lose the least.
        (double[] centered, double[] squares) = Center();
        using Tensor all = Tensor.Create(centered, (_count, width), engine);
        int block = Math.Clamp(BlockElements / _count, 1, _count);
        for (int first = 0; first < _count; first += block)
        {
            int size = Math.Min(block, _count - first);
            using Tensor some = all.Rows(first, size);
            using Tensor tensor = some.MatMul(all, transposeOther: true);
            double[] products = tensor.ToArray<double>();
            int begin = first;
            Parallel.For(0, size, new ParallelOptions { MaxDegreeOfParallelism = engine.ThreadCount }, i =>
            {
                int row = begin + i;
                FindRow(row, products.AsSpan(i * _count, _count), squares, ids.AsSpan(row * neighbours, neighbours), distances.AsSpan(row * neighbours, neighbours));
            });
        }
    }

    private (double[] Rows, double[] Squares) Center()
    {
        double[] mean = new double[width];
        for (int place = 0; place < rows.Length; place++)
        {
            mean[place % width] += rows[place] / _count;
        }

        double[] centered = new double[rows.Length];
        double[] squares = new double[_count];
        for (int place = 0; place < rows.Length; place++)
        {
            centered[place] = rows[place] - mean[place % width];
            squares[place / width] += centered[place] * centered[place];
        }

        return (centered, squares);
    }

    private void FindRow(int row, ReadOnlySpan<double> products, double[] squares, Span<int> ids, Span<double> distances)
    {
        double[] least = new double[ids.Length];
        Array.Fill(least, double.PositiveInfinity);
        for (int other = 0; other < _count; other++)
        {
            if (includesSelf || other != row)
            {
                Insert(least, Near(other, products, squares, row) + Slack(row, other, squares));
            }
        }

        // No distance of the nearest exceeds the k-th smallest upper bound; whatever may be below it is computed again, as is what overflows.
        double bound = least[^1];
        var candidates = new List<(double Distance, int Id)>();
        for (int other = 0; other < _count; other++)
        {
            if ((includesSelf || other != row) && !(Near(other, products, squares, row) - Slack(row, other, squares) > bound))
            {
                candidates.Add((Distance(row, other), other));
            }
        }

        candidates.Sort();
        for (int i = 0; i < ids.Length; i++)
        {
            (distances[i], ids[i]) = candidates[i];
        }
    }

    private static void Insert(double[] least, double value)
    {
        if (!(value < least[^1]))
        {
            return;
        }

        int place = least.Length - 1;
        for (; place > 0 && least[place - 1] > value; place--)
        {
            least[place] = least[place - 1];
        }

        least[place] = value;
    }

    private double Near(int other, ReadOnlySpan<double> products, double[] squares, int row) =>
        squares[row] + squares[other] - (2 * products[other]) + Offset(row, other);

    // Products are rounded as the engine does; the squares, and the rows less their mean, as doubles are.
    private double Slack(int row, int other, double[] squares) =>
        (2 * _rounding * Math.Sqrt(squares[row] * squares[other])) + (Math.Pow(2, -50) * (width + 8) * (squares[row] + squares[other] + Offset(row, other)));

    private double Offset(int row, int other) => row == other ? 0 : offsets[row] + offsets[other];

    private double Distance(int row, int other)
    {
        ReadOnlySpan<double> a = rows.AsSpan(row * width, width);
        ReadOnlySpan<double> b = rows.AsSpan(other * width, width);
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum + Offset(row, other);
    }
}
