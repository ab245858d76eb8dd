using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Models;

/// <summary>A model of the registry that is open, with the input that it really has.</summary>
internal sealed record OpenModel(ModelEntry Entry, OnnxSession Session, string Version, ImageInput Input)
{
    /// <summary>Verifies and opens a model.</summary>
    /// <exception cref="ModelException">It cannot be used.</exception>
    /// <exception cref="OnnxException">The runtime refuses it.</exception>
    public static OpenModel Open(OnnxRuntime runtime, ModelRegistry registry, string name, OnnxSessionOptions? options)
    {
        var entry = registry.Find(name);
        var session = OnnxSession.Open(runtime, $"the model {name}", registry.Read(entry), options);
        try
        {
            var version = $"sha256:{entry.Sha256} onnxruntime:{runtime.Version}/{session.Provider.Name}";
            return new OpenModel(entry, session, version, SizeOf(entry, session));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The shape of the input tensor of so many pictures.</summary>
    public long[] InputShape(int count) => Input.ChannelsLast ? [count, Input.Height, Input.Width, 3] : [count, 3, Input.Height, Input.Width];

    /// <summary>Takes the width and height that the model fixes, and refuses what is no model of pictures.</summary>
    private static ImageInput SizeOf(ModelEntry entry, OnnxSession session)
    {
        var shape = session.Inputs[0].Shape;
        if (session.Inputs.Count != 1 || session.Inputs[0].ElementType != OnnxElementType.Float || shape.Count != 4)
        {
            throw new ModelException(
                "model_unsuited", $"The model {entry.Name} takes {string.Join(" and ", session.Inputs)}: only models with one float input of four dimensions are run.");
        }

        var (height, width) = entry.Input.ChannelsLast ? (shape[1], shape[2]) : (shape[2], shape[3]);
        return entry.Input with
        {
            Width = width > 0 ? (int)width : entry.Input.Width,
            Height = height > 0 ? (int)height : entry.Input.Height,
        };
    }
}
