using Gnn.Graphs;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Links;

/// <summary>A graph auto-encoder: any model of nodes embeds them, any decoder scores pairs by their embeddings.</summary>
/// <remarks>
/// <code>Z = encoder(X, A),   score(u, v) = decoder(z_u, z_v)</code>
/// <para>Paper: T. N. Kipf and M. Welling, "Variational Graph Auto-Encoders", 2016, where the encoder is a GCN of two layers and the decoder the inner product. The paper's loss is over all
/// pairs, weighted; trainers here draw as many pairs without a link as there are links, as PyTorch Geometric does.</para>
/// <para>Parameters: <c>encoder.…</c>, <c>decoder.…</c>.</para>
/// </remarks>
/// <example><code>var model = new Gae(new Gcn(1433, 32, 16, random, dropout: 0), new DotDecoder());</code></example>
public sealed class Gae : Module, ILinkModel
{
    private readonly GraphModel _encoder;
    private readonly IPairDecoder _decoder;

    /// <summary>Creates an auto-encoder of parts, which it owns.</summary>
    /// <param name="encoder">What embeds nodes.</param>
    /// <param name="decoder">What scores pairs, a <see cref="Module"/>; the inner product if null.</param>
    /// <exception cref="ArgumentException">The decoder is not a module.</exception>
    public Gae(GraphModel encoder, IPairDecoder? decoder = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _encoder = AddModule("encoder", encoder);
        _decoder = decoder ?? new DotDecoder();
        AddModule(
            "decoder",
            _decoder as Module ?? throw new ArgumentException($"The decoder must be a Module, so that its parameters are trained, got {_decoder.GetType().Name}.", nameof(decoder)));
    }

    /// <summary>What embeds nodes.</summary>
    public GraphModel Encoder => _encoder;

    /// <inheritdoc/>
    public Adjacency Prepare(Graph messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _encoder.Prepare(messages);
    }

    /// <inheritdoc/>
    public Tensor Embed(in ForwardContext context, Features x, Adjacency adjacency) => _encoder.Forward(context, x, adjacency);

    /// <inheritdoc/>
    public Tensor Score(in ForwardContext context, Tensor embedding, Adjacency adjacency, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets) =>
        PairRows.Score(context, _decoder, embedding, sources, targets);
}
