using Gnn.Training.Embeddings;

namespace Gnn.Cli.Output;

/// <summary>One run of <c>gnn embed</c>: an embedding, and one split measured at each share of labels.</summary>
internal sealed record EmbedRun(ulong Seed, WalkEmbeddingReport Embedding, IReadOnlyList<EmbedResult> Results);
