using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Links;

/// <summary>What walks tell of pairs: the chances to be back at an end, to be at the other one, and what the link that is asked for adds to the chances to be back anywhere.</summary>
/// <remarks>
/// <code>
/// Q: transitions without the link, [n, n];   P: with it;   u, v: the ends;   l = 2 .. L
/// node(l, W) = (W^l)[u, u] + (W^l)[v, v],   link(l, W) = (W^l)[u, v] + (W^l)[v, u],   W = P, Q;   graph(l) = tr(P^l) - tr(Q^l)
/// </code>
/// <para>No trace is taken. The link changes two rows: P = Q + U D with U = [e_u e_v] and D = diag(p_u, p_v) ([e_v e_u]^T - U^T Q), p being the link's own chances. So by the matrix determinant
/// lemma, with -log det(I - z W) = the sum over l of z^l tr(W^l) / l,</para>
/// <code>
/// the sum over l of z^l graph(l) / l = -log det(I - the sum over l of z^l M_l),   M_l = D Q^(l-1) U: [2, 2]
/// (M_l)[a, b] = p_a ((Q^(l-1))[other a, b] - (Q^l)[a, b])
/// e_l = tr(M_l) - the sum over k + m = l of (M_k[u,u] M_m[v,v] - M_k[u,v] M_m[v,u]),   graph(l) = l e_l + the sum over k + m = l of e_k graph(m)
/// </code>
/// <para>Two traces of hundreds of nodes have not to be told apart by their difference, and the cost is that of L products of each matrix with two vectors.</para>
/// </remarks>
internal static class WalkProfile
{
    /// <summary>The number of numbers of a pair in each head.</summary>
    internal static int Count(int length) => 5 * (length - 1);

    /// <summary>The features of P pairs.</summary>
    /// <param name="without">The entries without the asked links.</param>
    /// <param name="q">Their transitions, [E, H].</param>
    /// <param name="with">The entries with the asked links.</param>
    /// <param name="p">Their transitions, [E + 2 P, H].</param>
    /// <param name="asked">The transitions of the asked links, [2 P, H]: into the first nodes and then into the second.</param>
    /// <param name="offsets">Where the nodes of each pair begin, [P + 1]; the first two are its ends.</param>
    /// <param name="length">L, at least 2.</param>
    /// <returns>[5 (L - 1), P H]: for l from 2 on the rows graph(l), then node(l, P), node(l, Q), link(l, P) and link(l, Q).</returns>
    internal static Tensor Of(SparseStructure without, Tensor q, SparseStructure with, Tensor p, Tensor asked, ReadOnlySpan<int> offsets, int length)
    {
        long columns = asked.Shape.Count / 2;
        Tensor walksWith = Tensor.PairWalks(with, p, offsets, length).Reshape((length, 4 * columns));
        Tensor walksWithout = Tensor.PairWalks(without, q, offsets, length).Reshape((length, 4 * columns));
        Tensor graph = TraceDifferences(walksWithout, asked.Reshape((2, columns)), length);
        Tensor longWith = walksWith.Rows(1, length - 1);
        Tensor longWithout = walksWithout.Rows(1, length - 1);
        return Tensor.Concatenate([graph, Back(longWith), Back(longWithout), Across(longWith), Across(longWithout)], 0);

        Tensor Back(Tensor walks) => Corner(walks, 0, 0) + Corner(walks, 1, 1);

        Tensor Across(Tensor walks) => Corner(walks, 0, 1) + Corner(walks, 1, 0);
    }

    /// <summary>An element of each 2 x 2 corner, [L, P H].</summary>
    private static Tensor Corner(Tensor walks, int row, int column)
    {
        long count = walks.Shape[1] / 4;
        return walks.Columns(((2 * column) + row) * count, count);
    }

    private static Tensor TraceDifferences(Tensor walks, Tensor asked, int length)
    {
        long columns = asked.Shape[1];
        Tensor one = Tensor.Ones((1, columns), walks.Engine);
        Tensor zero = Tensor.Zeros((1, 2 * columns), walks.Engine);
        Tensor before = Tensor.Concatenate([Tensor.Concatenate([one, zero, one], 1), walks.Rows(0, length - 1)], 0);

        // The terms of the determinant: the first columns of both are multiplied, and the second ones.
        Tensor left = Tensor.Concatenate([Change(0, 0), Change(0, 1)], 1);
        Tensor right = Tensor.Concatenate([Change(1, 1), -Change(1, 0)], 1);
        var descending = new Tensor[length];
        for (int l = 0; l < length; l++)
        {
            descending[l] = right.Rows(length - 1 - l, 1);
        }

        Tensor backwards = Tensor.Concatenate(descending, 0);
        Tensor traces = left.Columns(0, columns) + right.Columns(0, columns);
        var terms = new Tensor[length];
        terms[0] = traces.Rows(0, 1);
        Tensor coefficients = terms[0];
        Tensor graph = terms[0];
        for (int l = 2; l <= length; l++)
        {
            Tensor products = (left.Rows(0, l - 1) * backwards.Rows(length - l + 1, l - 1)).Sum(0, keepAxis: true);
            Tensor term = traces.Rows(l - 1, 1) - (products.Columns(0, columns) + products.Columns(columns, columns));
            Tensor next = (l * term) + (coefficients * graph).Sum(0, keepAxis: true);
            coefficients = Tensor.Concatenate([coefficients, term], 0);

            // The latest first, as the convolution needs them.
            graph = Tensor.Concatenate([next, graph], 0);
            terms[l - 1] = next;
        }

        return Tensor.Concatenate(terms.AsSpan(1).ToArray(), 0);

        Tensor Change(int row, int column) => asked.Rows(row, 1) * (Corner(before, 1 - row, column) - Corner(walks, row, column));
    }
}
