using Gnn.Tensors;

namespace Gnn.Layers.Attention;

/// <content>All queries with all keys, one head of one set after another.</content>
public sealed partial class MultiHeadAttention
{
    /// <summary>The score of a pair that is not allowed: no difference to another score is so large in either type that e to it is not 0.</summary>
    private const double Forbidden = -1e30;

    /// <summary>The result; the weights of each set, averaged over the heads, [T, S], are added to the list if there is one.</summary>
    private Tensor Attend(in ForwardContext context, Tensor query, Tensor key, Tensor value, Tensor? allowed, Tensor? bias, List<Tensor>? weights)
    {
        (long sets, long queries, long keys) = Check(query, key, value, allowed, bias);
        if (query.Shape.Count == 0)
        {
            return Tensor.Zeros(query.Shape, query.Engine);
        }

        Tensor queryRows = query.Reshape((sets * queries, Width));
        Tensor keyRows = key.Reshape((sets * keys, Width));
        Tensor valueRows = value.Reshape((sets * keys, Width));
        Tensor[]? masks = allowed?.Shape.Rank == 3 ? Slices.OfFirstAxis(allowed) : null;
        Tensor[]? biases = bias?.Shape.Rank > 2 ? Slices.OfFirstAxis(bias) : null;
        Tensor[]?[] biasesOfHeads = [.. Enumerable.Range(0, (int)sets).Select(set => bias?.Shape.Rank == 4 ? Slices.OfFirstAxis(biases![set]) : null)];
        var parts = new Tensor[Heads];
        var sums = new Tensor?[sets];
        for (int head = 0; head < Heads; head++)
        {
            Tensor[] q = Cut(Project(queryRows, Part.Query, head * HeadWidth, HeadWidth) * QueryScale, sets);
            Tensor[] k = Cut(Project(keyRows, Part.Key, head * HeadWidth, HeadWidth), sets);
            Tensor[] v = Cut(Project(valueRows, Part.Value, head * HeadWidth, HeadWidth), sets);
            var outputs = new Tensor[sets];
            for (int set = 0; set < outputs.Length; set++)
            {
                Tensor? added = biasesOfHeads[set]?[head] ?? biases?[set] ?? bias;
                Tensor attention = context.Dropout(Weigh(q[set], k[set], masks?[set] ?? allowed, added), _options.Dropout);
                outputs[set] = attention.MatMul(v[set]);
                if (weights is not null)
                {
                    sums[set] = sums[set] is { } sum ? sum + attention : attention;
                }
            }

            parts[head] = Tensor.Concatenate(outputs, axis: 0);
        }

        weights?.AddRange(sums.Select(sum => sum! * (1.0 / Heads)));
        return _output.Forward(Tensor.Concatenate(parts, axis: 1)).Reshape(query.Shape);
    }

    /// <summary>[sets * n, D] to sets of [n, D].</summary>
    private Tensor[] Cut(Tensor rows, long sets) => Slices.OfFirstAxis(rows.Reshape((sets, rows.Shape[0] / sets, HeadWidth)));

    /// <summary>The weights of one head of one set, [T, S].</summary>
    private static Tensor Weigh(Tensor q, Tensor k, Tensor? allowed, Tensor? bias)
    {
        Tensor scores = q.MatMul(k, transposeThis: false, transposeOther: true);
        scores = bias is null ? scores : scores + bias;
        if (allowed is null)
        {
            return scores.Softmax();
        }

        // A row without an allowed key has equal weights at first, and none after the product.
        Tensor weights = allowed.Select(scores, Tensor.Full(scores.Shape, Forbidden, scores.Engine)).Softmax();
        return weights * allowed.Cast(scores.DataType);
    }

    private (long Sets, long Queries, long Keys) Check(Tensor query, Tensor key, Tensor value, Tensor? allowed, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        int rank = query.Shape.Rank;
        if (rank is not (2 or 3) || query.Shape[-1] != Width)
        {
            throw new ArgumentException($"'query' must be [T, {Width}] or [B, T, {Width}], got {query.Shape}.", nameof(query));
        }

        long sets = rank == 2 ? 1 : query.Shape[0];
        (long queries, long keys) = (query.Shape[-2], key.Shape.Rank == rank ? key.Shape[-2] : 0);
        if (keys == 0 || key.Shape != query.Shape.With(-2, keys))
        {
            throw new ArgumentException($"'key' must be {query.Shape} with any number of rows from 1 up in place of {queries}, got {key.Shape}.", nameof(key));
        }

        if (value.Shape != key.Shape)
        {
            throw new ArgumentException($"'value' must have the shape of 'key', {key.Shape}, got {value.Shape}.", nameof(value));
        }

        Shape one = (queries, keys), each = (sets, queries, keys);
        if (allowed is not null && (allowed.DataType != DataType.Bool || (allowed.Shape != one && allowed.Shape != each)))
        {
            throw new ArgumentException($"'allowed' must be Bool {one} or {each}, got {allowed.DataType} {allowed.Shape}.", nameof(allowed));
        }

        if (bias is not null && bias.Shape != one && bias.Shape != each && bias.Shape != new Shape([sets, Heads, queries, keys]))
        {
            throw new ArgumentException($"'bias' must be {one}, {each} or [{sets}, {Heads}, {queries}, {keys}], got {bias.Shape}.", nameof(bias));
        }

        return (sets, queries, keys);
    }
}
