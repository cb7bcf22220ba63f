namespace Gnn.Tensors.Engines;

/// <content>Distances between all pairs of rows of a group, a fused primitive: composed of others here, and without an array of pairs times columns where an engine has it.</content>
public abstract partial class Engine
{
    /// <summary>y[g, m, k] = the distance of a[g, m] and b[g, k].</summary>
    /// <param name="distance">The distance.</param>
    /// <param name="a">A floating view [G * M, W]; W is even for <see cref="PairDistance.Modulus"/>.</param>
    /// <param name="b">A floating view [G * K, W].</param>
    /// <param name="groups">G, at least 1, which divides the rows of both.</param>
    /// <returns>[G * M, K].</returns>
    public virtual EngineBuffer PairDistances(PairDistance distance, in BufferView a, in BufferView b, long groups)
    {
        var sizes = new PairSizes(distance, a.Shape, b.Shape, groups);
        EngineBuffer differences = PairDifferences(a, b, sizes);
        EngineBuffer y = PairSums(distance, differences, sizes);
        differences.Release();
        return y;
    }

    /// <summary>The gradients of <see cref="PairDistances"/>.</summary>
    /// <param name="distance">What it was given.</param>
    /// <param name="a">What it was given.</param>
    /// <param name="b">What it was given.</param>
    /// <param name="groups">What it was given.</param>
    /// <param name="distances">What it returned, [G * M, K].</param>
    /// <param name="gradient">The gradient of that.</param>
    /// <param name="toB">The gradient of b, [G * K, W].</param>
    /// <returns>The gradient of a, [G * M, W].</returns>
    public virtual EngineBuffer PairDistancesGradient(
        PairDistance distance, in BufferView a, in BufferView b, long groups, in BufferView distances, in BufferView gradient, out EngineBuffer toB)
    {
        var sizes = new PairSizes(distance, a.Shape, b.Shape, groups);
        var parts = new Shape(sizes.Pairs, sizes.Parts, sizes.Coordinates);
        EngineBuffer slopes = PairDifferences(a, b, sizes);
        if (distance == PairDistance.Manhattan)
        {
            // The slope of |x| is the sign of x.
            EngineBuffer weights = Broadcast(new BufferView(gradient.Buffer, gradient.Offset, (sizes.Pairs, 1, 1)), parts);
            slopes = Next(weights, Next(slopes, UnaryGradient(
                UnaryOperation.Absolute, new BufferView(slopes, 0, parts), new BufferView(slopes, 0, parts), new BufferView(weights, 0, parts), 0)));
        }
        else
        {
            EngineBuffer weights = distance == PairDistance.Modulus ? InverseModuli(slopes, sizes) : InverseOf(distances);
            var each = new Shape(sizes.Pairs, 1, distance == PairDistance.Modulus ? sizes.Coordinates : 1);
            weights = Next(weights, Binary(BinaryOperation.Multiply, new BufferView(weights, 0, each), new BufferView(gradient.Buffer, gradient.Offset, (sizes.Pairs, 1, 1)), each));
            slopes = Next(weights, Next(slopes, Binary(BinaryOperation.Multiply, new BufferView(slopes, 0, parts), new BufferView(weights, 0, each), parts)));
        }

        EngineBuffer toA = Reduce(Reduction.Sum, new BufferView(slopes, 0, parts), sizes.Groups * sizes.Rows, sizes.Candidates, sizes.Width);
        EngineBuffer opposite = Next(slopes, Reduce(Reduction.Sum, new BufferView(slopes, 0, parts), sizes.Groups, sizes.Rows, sizes.Candidates * sizes.Width));
        toB = Next(opposite, Unary(UnaryOperation.Negate, new BufferView(opposite, 0, b.Shape), 0));
        return toA;
    }

    /// <summary>a - b for every pair, [pairs, W].</summary>
    private EngineBuffer PairDifferences(in BufferView a, in BufferView b, in PairSizes sizes) => Binary(
        BinaryOperation.Subtract,
        new BufferView(a.Buffer, a.Offset, new Shape([sizes.Groups, sizes.Rows, 1, sizes.Width])),
        new BufferView(b.Buffer, b.Offset, new Shape([sizes.Groups, 1, sizes.Candidates, sizes.Width])),
        new Shape([sizes.Groups, sizes.Rows, sizes.Candidates, sizes.Width]));

    private EngineBuffer PairSums(PairDistance distance, EngineBuffer differences, in PairSizes sizes)
    {
        var all = new BufferView(differences, 0, sizes.Pairs * sizes.Width);
        EngineBuffer terms = Unary(distance == PairDistance.Manhattan ? UnaryOperation.Absolute : UnaryOperation.Square, all, 0);
        if (distance == PairDistance.Modulus)
        {
            EngineBuffer squares = Next(terms, Reduce(Reduction.Sum, new BufferView(terms, 0, all.Shape), sizes.Pairs, 2, sizes.Coordinates));
            terms = Next(squares, Unary(UnaryOperation.Sqrt, new BufferView(squares, 0, sizes.Pairs * sizes.Coordinates), 0));
        }

        EngineBuffer sums = Next(terms, Reduce(Reduction.Sum, new BufferView(terms, 0, sizes.Pairs * sizes.Coordinates), sizes.Pairs, sizes.Coordinates, 1));
        return distance == PairDistance.Euclidean ? Next(sums, Unary(UnaryOperation.Sqrt, new BufferView(sums, 0, sizes.Pairs), 0)) : sums;
    }

    /// <summary>1 over the modulus of each coordinate's difference, and 0 where it is 0: [pairs, W / 2].</summary>
    private EngineBuffer InverseModuli(EngineBuffer differences, in PairSizes sizes)
    {
        EngineBuffer squares = Unary(UnaryOperation.Square, new BufferView(differences, 0, sizes.Pairs * sizes.Width), 0);
        EngineBuffer sums = Next(squares, Reduce(Reduction.Sum, new BufferView(squares, 0, sizes.Pairs * sizes.Width), sizes.Pairs, 2, sizes.Coordinates));
        return Next(sums, Unary(UnaryOperation.InverseSqrt, new BufferView(sums, 0, sizes.Pairs * sizes.Coordinates), 0));
    }

    /// <summary>1 / x, and 0 where x is 0, for x of at least 0.</summary>
    private protected EngineBuffer InverseOf(in BufferView x)
    {
        EngineBuffer squares = Unary(UnaryOperation.Square, x, 0);
        return Next(squares, Unary(UnaryOperation.InverseSqrt, new BufferView(squares, 0, x.Shape), 0));
    }
}
