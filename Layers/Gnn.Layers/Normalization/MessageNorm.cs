using Gnn.Tensors;

namespace Gnn.Layers.Normalization;

/// <summary>Message normalisation: an aggregate of messages is given the length of the node's own features, times a scale.</summary>
/// <remarks>
/// <code>
/// y_i = s |x_i|_p m_i / max(|m_i|_p, 1e-12)
/// X: [N, any], M, Y: [N, F], s: [1]
/// </code>
/// <para>Paper: G. Li, C. Xiong, A. Thabet and B. Ghanem, "DeeperGCN: All You Need to Train Deeper GCNs", 2020. A layer adds x to the result.</para>
/// <para>Difference from PyTorch Geometric: p is an option of the layer and not an argument of each call.</para>
/// <para>Parameters: <c>scale</c> (1 at first), frozen unless it is trained. Training and inference are the same. Cost: O(N F).</para>
/// </remarks>
public sealed class MessageNorm : Module
{
    private const double SmallestNorm = 1e-12;

    private readonly MessageNormOptions _options;
    private readonly Parameter _scale;

    /// <summary>Creates a normalisation.</summary>
    /// <param name="options">Scale and norm; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is below 1 or not finite.</exception>
    public MessageNorm(MessageNormOptions? options = null)
    {
        _options = options ?? new MessageNormOptions();
        if (!(_options.Power >= 1 && double.IsFinite(_options.Power)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Power, "p of the p-norm must be at least 1 and finite.");
        }

        _scale = AddParameter("scale", Tensor.Ones(1));
        if (!_options.LearnScale)
        {
            _scale.Freeze();
        }
    }

    /// <summary>Normalises the messages.</summary>
    /// <param name="x">The features of the nodes, whose lengths are taken, <c>[N, any]</c>.</param>
    /// <param name="messages">The aggregate of the messages of each node, <c>[N, F]</c>.</param>
    /// <returns><c>[N, F]</c>.</returns>
    /// <exception cref="ArgumentException">The two are not matrices of as many rows.</exception>
    public Tensor Forward(Tensor x, Tensor messages)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(messages);
        if (x.Shape.Rank != 2 || messages.Shape.Rank != 2 || x.Shape[0] != messages.Shape[0])
        {
            throw new ArgumentException($"'messages' must be [N, F] with a row for each row of 'x', got {messages.Shape} and {x.Shape}.", nameof(messages));
        }

        Tensor length = RowNorm.Of(x, _options.Power);
        Tensor own = RowNorm.AtLeast(RowNorm.Of(messages, _options.Power), SmallestNorm);
        return messages * (length / own * _scale.Value);
    }
}
