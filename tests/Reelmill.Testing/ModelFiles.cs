using Xunit;

namespace Reelmill.Testing;

/// <summary>The models that tests use, in the folder that <c>REELMILL_MODELS</c> names.</summary>
public static class ModelFiles
{
    /// <summary>Skips the test where the models are not there.</summary>
    public static void Require()
    {
        var folder = Environment.GetEnvironmentVariable("REELMILL_MODELS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, "yolox-nano-416-coco.onnx")), "REELMILL_MODELS has no yolox-nano");
    }
}
