using Gnn.Tensors;

namespace Gnn.Layers.Convolutions;

/// <summary>What an <see cref="EgnnConv"/> takes and gives: invariant features and vectors that turn with the frame of reference.</summary>
/// <param name="Features">h, <c>[N, F]</c>: what does not depend on the frame of reference.</param>
/// <param name="Positions">x, <c>[N, D]</c>: they turn, mirror and move with the frame.</param>
/// <param name="Velocities">v, <c>[N, D]</c>: they turn and mirror with the frame and do not move with it; null where the layer takes none.</param>
public sealed record EgnnState(Tensor Features, Tensor Positions, Tensor? Velocities = null);
