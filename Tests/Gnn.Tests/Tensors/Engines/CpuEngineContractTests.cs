using Gnn.Tensors.Engines;
using Gnn.Testing;

namespace Gnn.Tests.Tensors.Engines;

public sealed class CpuEngineContractTests : EngineContract
{
    protected override Engine CreateEngine() => new CpuEngine();
}
