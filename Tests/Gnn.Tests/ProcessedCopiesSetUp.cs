using Gnn.Datasets;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests;

/// <summary>Tests keep their copies of data sets in a folder of their own, which is removed afterwards.</summary>
[SetUpFixture]
internal sealed class ProcessedCopiesSetUp
{
    private ScratchFolder? _folder;

    [OneTimeSetUp]
    public void UseOwnFolder()
    {
        _folder = new ScratchFolder();
        Environment.SetEnvironmentVariable(ProcessedCopies.Variable, _folder.Path);
    }

    [OneTimeTearDown]
    public void RemoveIt()
    {
        Environment.SetEnvironmentVariable(ProcessedCopies.Variable, null);
        _folder?.Dispose();
    }
}
