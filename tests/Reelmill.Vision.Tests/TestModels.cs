using System.Runtime.InteropServices;
using Reelmill.Vision.Images;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Tests;

/// <summary>Opens real models and their reference outputs. Tests are skipped when a model is missing.</summary>
internal static class TestModels
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>Loads ONNX Runtime, which is downloaded once per machine.</summary>
    public static OnnxRuntime LoadRuntime()
    {
        try
        {
#pragma warning disable VSTHRD002 // Loaded once, on the thread pool, for tests that are otherwise synchronous.
            return Task.Run(static () => OnnxRuntime.LoadAsync()).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (Exception e) when (e is MissingLibraryException or PackageException)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    /// <summary>Opens the registry; skips the test when the file of a model is missing.</summary>
    public static ModelRegistry OpenRegistry(string name)
    {
        var registry = ModelRegistry.Open();
        Assert.SkipUnless(registry.IsPresent(registry.Find(name)), $"the model {name} is in none of {string.Join(", ", registry.Folders)}");
        return registry;
    }

    /// <summary>Opens the registry with a model, and downloads the model once for all tests if a package contains it.</summary>
    public static async Task<ModelRegistry> PullAsync(string name)
    {
        if (ModelRegistry.Open().Find(name).Package is null)
        {
            return OpenRegistry(name);
        }

        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "reelmill-tests", "models");
        var registry = ModelRegistry.Open([cache]);
        await Gate.WaitAsync();
        try
        {
            if (!registry.IsPresent(registry.Find(name)))
            {
                await registry.PullAsync(registry.Find(name), progress: null, CancellationToken.None);
            }
        }
        catch (PackageException e)
        {
            Assert.Skip(e.Message);
        }
        finally
        {
            Gate.Release();
        }

        return registry;
    }

    /// <summary>Opens a session of a registered model.</summary>
    public static OnnxSession OpenSession(string name, OnnxSessionOptions? options = null)
    {
        var runtime = LoadRuntime();
        var registry = OpenRegistry(name);
        return OnnxSession.Open(runtime, name, registry.Read(registry.Find(name)), options);
    }

    /// <summary>Reads 32-bit floats from a file in the folder <c>reference</c> beside the models.</summary>
    public static float[] ReadReference(string name)
    {
        var root = Environment.GetEnvironmentVariable("REELMILL_MODELS");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "REELMILL_MODELS is not set");
        var path = Path.Combine(root!, "reference", $"{name}.f32");
        Assert.SkipUnless(File.Exists(path), $"{path} does not exist");
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
    }

    /// <summary>Fails unless all values agree with the reference: within 1e-4 relative plus an absolute tolerance, 1e-4 by default.</summary>
    public static void ShouldAgree(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, float absolute = 1e-4f)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            MathF.Abs(actual[i] - expected[i]).ShouldBeLessThanOrEqualTo(absolute + (1e-4f * MathF.Abs(expected[i])), $"value {i}");
        }
    }
}
