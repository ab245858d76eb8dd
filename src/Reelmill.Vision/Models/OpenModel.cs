using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Models;

/// <summary>An open registered model, with its actual image input.</summary>
internal sealed record OpenModel(ModelEntry Entry, OnnxSession Session, string Version, ImageInput Input)
{
    /// <summary>Verifies and opens a model.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    /// <exception cref="OnnxException">ONNX Runtime rejects the model.</exception>
    public static OpenModel Open(OnnxRuntime runtime, ModelRegistry registry, string name, OnnxSessionOptions? options)
    {
        var entry = registry.Find(name);
        var session = OnnxSession.Open(runtime, $"the model {name}", registry.Read(entry), options);
        try
        {
            var version = $"sha256:{entry.Sha256} onnxruntime:{runtime.Version}/{session.Provider.Name}";
            return new OpenModel(entry, session, version, ResolveInput(entry, session));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Returns the shape of the input tensor for a number of images.</summary>
    public long[] GetInputShape(int count) => Input.ChannelsLast ? [count, Input.Height, Input.Width, 3] : [count, 3, Input.Height, Input.Width];

    /// <summary>Applies the width and height that the model fixes; rejects models without a single image input.</summary>
    private static ImageInput ResolveInput(ModelEntry entry, OnnxSession session)
    {
        var shape = session.Inputs[0].Shape;
        if (session.Inputs.Count != 1 || session.Inputs[0].ElementType != OnnxElementType.Float || shape.Count != 4)
        {
            throw new ModelException(
                "model_unsuited", $"The model {entry.Name} has the inputs {string.Join(" and ", session.Inputs)}; only models with one float input of four dimensions are supported.");
        }

        var (height, width) = entry.Input.ChannelsLast ? (shape[1], shape[2]) : (shape[2], shape[3]);
        return entry.Input with
        {
            Width = width > 0 ? (int)width : entry.Input.Width,
            Height = height > 0 ? (int)height : entry.Input.Height,
        };
    }
}
