using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Engines;

[Parallelizable(ParallelScope.Self)] // Long at work, much of it on one thread: beside the fixtures that wait for processes.
public sealed class CpuEngineContractTests : EngineContract
{
    protected override Engine CreateEngine() => new CpuEngine();
}
