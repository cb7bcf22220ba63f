using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>The distance of every row of a to every row of b, in groups of rows that see each other alone.</summary>
    /// <remarks>
    /// <code>
    /// y[g M + m, k] = distance(a[g M + m], b[g K + k]),   g &lt; G, m &lt; M, k &lt; K
    /// </code>
    /// <para>The score of knowledge graph embeddings that translate or rotate, with K negatives that M facts share. The <see cref="CpuEngine"/> takes O(G M K W) time and no memory
    /// beyond the result, forward and backward; other engines hold an array of [G, M, K, W]. With one group and <see cref="PairDistance.Manhattan"/> or
    /// <see cref="PairDistance.Euclidean"/> it is PyTorch's <c>cdist</c> with p = 1 or 2.</para>
    /// </remarks>
    /// <param name="a">Floating, [G M, W]; W is even for <see cref="PairDistance.Modulus"/>.</param>
    /// <param name="b">Floating, [G K, W].</param>
    /// <param name="distance">The distance.</param>
    /// <param name="groups">G, at least 1.</param>
    /// <returns>[G M, K], each at least 0.</returns>
    /// <exception cref="ArgumentException">The shapes or engines do not fit, or the groups do not divide the rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such distance, or the groups are fewer than 1.</exception>
    public static Tensor PairDistances(Tensor a, Tensor b, PairDistance distance, int groups = 1)
    {
        Throw.IfNotFloating(a);
        Throw.IfNotFloating(b);
        Throw.IfOtherEngine(a, b);
        Throw.IfNotRank(a, 2);
        Throw.IfNotRank(b, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (!Enum.IsDefined(distance))
        {
            throw new ArgumentOutOfRangeException(nameof(distance), distance, "The distance must be Manhattan, Euclidean or Modulus.");
        }

        if (a.Shape[1] != b.Shape[1])
        {
            throw new ArgumentException($"'b' must have {a.Shape[1]} columns to match a {a.Shape}, got {b.Shape}.", nameof(b));
        }

        if (distance == PairDistance.Modulus && a.Shape[1] % 2 != 0)
        {
            throw new ArgumentException($"'a' must have an even number of columns, real parts and then imaginary parts, got {a.Shape}.", nameof(a));
        }

        if (a.Shape[0] % groups != 0 || b.Shape[0] % groups != 0)
        {
            throw new ArgumentException($"{groups} groups must divide the rows of a {a.Shape} and of b {b.Shape}.", nameof(groups));
        }

        Tensor y = Wrap(a.Engine.PairDistances(distance, a.View, b.View, groups), (a.Shape[0], b.Shape[0] / groups));
        if (Records(a, b))
        {
            y.From(new PairDistancesNode(a, b, y, distance, groups));
        }

        return y;
    }

    /// <summary>A weight d of a distance gives d (a - b) / |a - b| to a, coordinate by coordinate or as a whole, and its opposite to b.</summary>
    private sealed class PairDistancesNode(Tensor a, Tensor b, Tensor y, PairDistance distance, int groups) : GradNode(a, b)
    {
        private Saved _a = new(a);
        private Saved _b = new(b);
        private Saved _y = new(y);

        internal override void Backward(Tensor gradient)
        {
            EngineBuffer toA = gradient.Engine.PairDistancesGradient(distance, _a.View, _b.View, groups, _y.View, gradient.View, out EngineBuffer toB);
            GiveOwn(0, Wrap(toA, _a.View.Shape));
            GiveOwn(1, Wrap(toB, _b.View.Shape));
        }

        protected override void DropSaved()
        {
            _a.Drop();
            _b.Drop();
            _y.Drop();
        }
    }
}
