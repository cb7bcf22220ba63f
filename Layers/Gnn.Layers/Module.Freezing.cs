namespace Gnn.Layers;

public abstract partial class Module
{
    /// <summary>Holds all parameters of this module and its parts fixed: they take no gradient and are not stepped; the tape does no work for them.</summary>
    /// <remarks>Buffers that a training step changes, such as running statistics, still change in training mode: run frozen parts in inference mode to keep
    /// them. Files do not tell which parameters were frozen.</remarks>
    public void Freeze()
    {
        foreach (Parameter parameter in Parameters())
        {
            parameter.Freeze();
        }
    }

    /// <summary>Lets all parameters of this module and its parts be trained again, also those that were created frozen.</summary>
    public void Unfreeze()
    {
        foreach (Parameter parameter in Parameters())
        {
            parameter.Unfreeze();
        }
    }
}
