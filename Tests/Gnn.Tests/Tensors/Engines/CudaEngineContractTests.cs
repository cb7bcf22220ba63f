using Gnn.Tensors.Engines;
using Gnn.Testing;

namespace Gnn.Tests.Tensors.Engines;

public sealed class CudaEngineContractTests : EngineContract
{
    protected override Engine CreateEngine() => AdapterEngines.TorchSharp("cuda");
}
