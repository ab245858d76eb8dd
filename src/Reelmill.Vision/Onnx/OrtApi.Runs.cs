namespace Reelmill.Vision.Onnx;

/// <content>Runs and their tensors.</content>
internal sealed unsafe partial class OrtApi
{
    public nint CreateRunOptions()
    {
        nint options;
        Check("Preparing a run", ((delegate* unmanaged<nint*, nint>)Function(39))(&options));
        return options;
    }

    public void ReleaseRunOptions(nint options) => Release(97, options);

    /// <summary>Ends the runs that have these options as soon as their current node is done; safe from any thread.</summary>
    public void Terminate(nint runOptions) => Check("Ending a run", ((delegate* unmanaged<nint, nint>)Function(46))(runOptions));

    /// <summary>Makes a tensor of 32-bit floating point over memory that stays the caller's, and stays where it is.</summary>
    public nint CreateTensor(string doing, nint memoryInfo, void* data, int length, long[] shape)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            Check(doing, ((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)Function(49))(
                memoryInfo, data, (nuint)length * sizeof(float), dimensions, (nuint)shape.Length, (int)OnnxElementType.Float, &value));
        }

        return value;
    }

    public void ReleaseValue(nint value) => Release(96, value);

    /// <summary>Runs a session from tensors into tensors; both are in the order of their names.</summary>
    public void Run(string doing, nint session, nint runOptions, (nint[] Names, nint[] Values) inputs, (nint[] Names, nint[] Values) outputs)
    {
        fixed (nint* inputNames = inputs.Names, inputValues = inputs.Values, outputNames = outputs.Names, outputValues = outputs.Values)
        {
            Check(doing, ((delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)Function(9))(
                session, runOptions, inputNames, inputValues, (nuint)inputs.Names.Length, outputNames, (nuint)outputs.Names.Length, outputValues));
        }
    }
}
