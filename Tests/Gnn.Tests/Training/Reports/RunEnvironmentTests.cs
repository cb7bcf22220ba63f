using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Testing;
using Gnn.Training.Reports;
using NUnit.Framework;

namespace Gnn.Tests.Training.Reports;

internal sealed class RunEnvironmentTests
{
    [Test]
    public void Of_CpuEngine_HasItsThreadsAndTheWidthOfItsKernels()
    {
        var environment = RunEnvironment.Of(TestEngines.Cpu);

        Assert.That(environment.Threads, Is.EqualTo(TestEngines.Cpu.ThreadCount));
        Assert.That(environment.VectorBits, Is.EqualTo(VectorWidth.Bits));
        Assert.That(environment.FloatType, Is.EqualTo(DataType.Float32));
    }

    [Test]
    public void Of_ReferenceEngine_HasOneThreadAndNoVectors()
    {
        var environment = RunEnvironment.Of(TestEngines.Reference);

        Assert.That((environment.Threads, environment.VectorBits, environment.FloatType), Is.EqualTo((1, 0, DataType.Float64)));
    }
}
