namespace Gnn.Tests.Training;

/// <summary>Calls back at once, on the thread that reports.</summary>
internal sealed class CallbackProgress<T>(Action<T> callback) : IProgress<T>
{
    public void Report(T value) => callback(value);
}
