using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Engines;

[Parallelizable(ParallelScope.Self)] // One thread at work for long: beside the fixtures that wait for processes.
public sealed class CpuEngineContractTests : EngineContract
{
    protected override Engine CreateEngine() => new CpuEngine();
}
