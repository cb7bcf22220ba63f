using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>An aggregation without parameters: sum, mean, extremes, spread, median, product.</summary>
/// <remarks>
/// <code>
/// y_i = sum, mean, max, min, product, median of x_j over the rows j of group i
/// variance           = mean(x^2) - mean(x)^2
/// standard deviation = sqrt(variance), 0 where the variance is at most 1e-5
/// </code>
/// <para>A group without rows gives 0, and 1 as a product. A NaN among a group's rows makes its sum, mean, spread, product and extremes NaN; to the median it is
/// larger than every number.</para>
/// <para>Difference from PyTorch Geometric: none in the numbers. The variance is taken from two means, as there, and loses digits where the mean is much larger
/// than the spread.</para>
/// <para>Cost: E F operations and no array of [E, F] for sums, means, extremes and spread; E F log n operations on one thread for the median of n rows; E F
/// operations and two arrays of [E, F], halved at each of log n steps, for the product.</para>
/// </remarks>
public sealed class Aggregate : IAggregation
{
    private const double SmallestVariance = 1e-5;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="kind">What is taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such aggregation.</exception>
    public Aggregate(Aggregation kind)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such aggregation.");
        }

        Kind = kind;
    }

    /// <summary>What is taken.</summary>
    public Aggregation Kind { get; }

    /// <summary>Whether the mean of squares in a variance or standard deviation is taken without gradient; false by default. Other kinds ignore it.</summary>
    public bool SemiGradient { get; init; }

    /// <summary>Whether the aggregate of a linear map is the map of the aggregate.</summary>
    internal bool IsLinear => Kind is Aggregation.Mean or Aggregation.Sum;

    /// <inheritdoc/>
    public int OutputsFor(int inputs) => inputs;

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x);
        return Kind switch
        {
            Aggregation.Mean => GroupRows.Reduce(groups, x, Reduction.Mean),
            Aggregation.Sum => GroupRows.Reduce(groups, x),
            Aggregation.Max => GroupRows.Reduce(groups, x, Reduction.Max),
            Aggregation.Min => GroupRows.Reduce(groups, x, Reduction.Min),
            Aggregation.StandardDeviation => StandardDeviation(groups, x),
            Aggregation.Variance => Variance(groups, x),
            Aggregation.Median => GroupOrder.Median(groups, x),
            _ => Product(groups, x),
        };
    }

    /// <summary>The kind, for example <c>Mean</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Kind.ToString();

    private Tensor Variance(SparseStructure groups, Tensor x)
    {
        using Tensor mean = GroupRows.Reduce(groups, x, Reduction.Mean);
        using Tensor ofSquares = MeanOfSquares(groups, x);
        using Tensor squared = mean.Square();
        return ofSquares - squared;
    }

    private Tensor MeanOfSquares(SparseStructure groups, Tensor x)
    {
        using Tensor taken = SemiGradient ? x.Detach() : x.Reshape(x.Shape);
        using Tensor squares = taken.Square();
        return GroupRows.Reduce(groups, squares, Reduction.Mean);
    }

    private Tensor StandardDeviation(SparseStructure groups, Tensor x)
    {
        using Tensor variance = Variance(groups, x);
        using Tensor floor = Tensor.Full(variance.Shape, SmallestVariance, x.Engine);
        using Tensor isLarge = variance.Compare(ComparisonOperation.Greater, floor);
        using Tensor root = Tensor.Maximum(variance, floor).Sqrt();
        using Tensor zeros = Tensor.Zeros(variance.Shape, x.Engine);
        return isLarge.Select(root, zeros);
    }

    /// <summary>Neighbours in a group are multiplied in pairs until one is left: exact gradients where factors are 0, and as many steps as the logarithm of the
    /// largest group.</summary>
    private static Tensor Product(SparseStructure groups, Tensor x)
    {
        int[] lengths = new int[groups.RowCount];
        int longest = 0;
        for (int group = 0; group < lengths.Length; group++)
        {
            lengths[group] = checked((int)groups.RowLength(group));
            longest = Math.Max(longest, lengths[group]);
        }

        Tensor factors = GroupRows.OfEntries(groups, x);
        for (; longest > 1; longest = (longest + 1) / 2)
        {
            using Tensor last = factors;
            using Tensor padded = GroupRows.WithRow(last, 1);
            (int[] left, int[] right) = Pairs(lengths, checked((int)last.Shape[0]));
            using Tensor ofLeft = padded.GatherRows(Tensor.Create(left, left.Length, x.Engine));
            using Tensor ofRight = padded.GatherRows(Tensor.Create(right, right.Length, x.Engine));
            factors = ofLeft * ofRight;
        }

        using Tensor products = factors;
        using Tensor withOne = GroupRows.WithRow(products, 1);
        int[] place = new int[lengths.Length];
        int next = 0;
        for (int group = 0; group < place.Length; group++)
        {
            place[group] = lengths[group] == 0 ? (int)products.Shape[0] : next++;
        }

        return withOne.GatherRows(Tensor.Create(place, place.Length, x.Engine));
    }

    /// <summary>The places of the factors of each pair, and <paramref name="one"/> for what an odd one is multiplied with; lengths become the numbers of
    /// pairs.</summary>
    private static (int[] Left, int[] Right) Pairs(int[] lengths, int one)
    {
        int pairs = 0;
        foreach (int length in lengths)
        {
            pairs += (length + 1) / 2;
        }

        (int[] left, int[] right) = (new int[pairs], new int[pairs]);
        (int pair, int place) = (0, 0);
        for (int group = 0; group < lengths.Length; group++)
        {
            int end = place + lengths[group];
            for (; place < end; place += 2)
            {
                (left[pair], right[pair]) = (place, place + 1 < end ? place + 1 : one);
                pair++;
            }

            place = end;
            lengths[group] = (lengths[group] + 1) / 2;
        }

        return (left, right);
    }
}
