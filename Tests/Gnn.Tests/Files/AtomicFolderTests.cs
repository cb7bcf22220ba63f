using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Files;

[TestFixture]
internal sealed class AtomicFolderTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [Test]
    public void Write_NewFolder_HasAllFilesAndNothingElseIsLeft()
    {
        string seen = "";
        AtomicFolder.Write(_scratch["a/b"], files =>
        {
            seen = files;
            File.WriteAllText(Path.Combine(files, "one"), "1");
            Assert.That(Directory.Exists(_scratch["a/b"]), Is.False, "not before it is whole");
            Assert.That(Path.GetFileName(files), Does.StartWith(".b.").And.EndWith(".tmp"));
        });

        Assert.That(Directory.GetFileSystemEntries(_scratch["a"]), Is.EqualTo(new[] { _scratch["a/b"] }));
        Assert.That(File.ReadAllText(_scratch["a/b/one"]), Is.EqualTo("1"));
        Assert.That(Directory.Exists(seen), Is.False);
    }

    [Test]
    public void Write_WriterThrows_LeavesEverythingAsItWas()
    {
        AtomicFolder.Write(_scratch["a"], files => File.WriteAllText(Path.Combine(files, "one"), "1"));

        Assert.That(
            () => AtomicFolder.Write(_scratch["a"], files => throw new InvalidOperationException("stop"), overwrite: true), Throws.InvalidOperationException);

        Assert.That(Directory.GetFileSystemEntries(_scratch.Path), Is.EqualTo(new[] { _scratch["a"] }));
        Assert.That(File.ReadAllText(_scratch["a/one"]), Is.EqualTo("1"));
    }

    [Test]
    public void Write_FolderIsThere_IsRefusedOrReplacedWhole()
    {
        AtomicFolder.Write(_scratch["a"], files => File.WriteAllText(Path.Combine(files, "one"), "1"));

        Assert.That(() => AtomicFolder.Write(_scratch["a"], _ => Assert.Fail("asked before the work")), Throws.TypeOf<IOException>().With.Message.Contains("there already"));
        AtomicFolder.Write(_scratch["a"] + Path.DirectorySeparatorChar, files => File.WriteAllText(Path.Combine(files, "two"), "2"), overwrite: true);

        Assert.That(Directory.GetFiles(_scratch["a"]).Select(Path.GetFileName), Is.EqualTo(new[] { "two" }));
        Assert.That(Directory.GetFileSystemEntries(_scratch.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_FolderAppearsMeanwhile_IsNotReplacedUnasked()
    {
        Assert.That(
            () => AtomicFolder.Write(_scratch["a"], files =>
            {
                File.WriteAllText(Path.Combine(files, "one"), "1");
                Directory.CreateDirectory(_scratch["a"]);
                File.WriteAllText(_scratch["a/other"], "2");
            }),
            Throws.TypeOf<IOException>());

        Assert.That(Directory.GetFiles(_scratch["a"]).Select(Path.GetFileName), Is.EqualTo(new[] { "other" }));
        Assert.That(Directory.GetFileSystemEntries(_scratch.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_FileOfThatName_IsRefused()
    {
        File.WriteAllText(_scratch["a"], "1");

        Assert.That(() => AtomicFolder.Write(_scratch["a"], _ => { }, overwrite: true), Throws.TypeOf<IOException>());
        Assert.That(File.ReadAllText(_scratch["a"]), Is.EqualTo("1"));
    }
}
