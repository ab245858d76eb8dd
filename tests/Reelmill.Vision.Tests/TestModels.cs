using System.Runtime.InteropServices;
using Reelmill.Vision.Images;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Tests;

/// <summary>Real models and what they answer; a test that needs what is absent is skipped by name.</summary>
internal static class TestModels
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>The runtime, which is fetched once for this machine, as a user's is.</summary>
    public static OnnxRuntime Runtime()
    {
        try
        {
#pragma warning disable VSTHRD002 // Fetched once, on the pool, for tests that are not asynchronous otherwise.
            return Task.Run(static () => OnnxRuntime.LoadAsync()).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (Exception e) when (e is MissingLibraryException or PackageException)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    /// <summary>The registry, when it has the file of a model.</summary>
    public static ModelRegistry With(string name)
    {
        var registry = ModelRegistry.Open();
        Assert.SkipUnless(registry.IsPresent(registry.Find(name)), $"the model {name} is in none of {string.Join(", ", registry.Folders)}");
        return registry;
    }

    /// <summary>The registry with a model that a package may ship, which is fetched once for all tests.</summary>
    public static async Task<ModelRegistry> Pulled(string name)
    {
        if (ModelRegistry.Open().Find(name).Package is null)
        {
            return With(name);
        }

        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "reelmill-tests", "models");
        var registry = ModelRegistry.Open([cache]);
        await Gate.WaitAsync();
        try
        {
            if (!registry.IsPresent(registry.Find(name)))
            {
                await registry.PullAsync(registry.Find(name), note: null, CancellationToken.None);
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

    /// <summary>A session of a model of the registry.</summary>
    public static OnnxSession Open(string name, OnnxSessionOptions? options = null)
    {
        var runtime = Runtime();
        var registry = With(name);
        return OnnxSession.Open(runtime, name, registry.Read(registry.Find(name)), options);
    }

    /// <summary>A file of numbers from the folder <c>reference</c> beside the models.</summary>
    public static float[] Reference(string name)
    {
        var root = Environment.GetEnvironmentVariable("REELMILL_MODELS");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "REELMILL_MODELS is not set");
        var path = Path.Combine(root!, "reference", $"{name}.f32");
        Assert.SkipUnless(File.Exists(path), $"{path} is not there");
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
    }

    /// <summary>Fails unless every number is as near as the reference asks: 1e-4 absolute and 1e-4 relative.</summary>
    public static void ShouldAgree(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, float absolute = 1e-4f)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            MathF.Abs(actual[i] - expected[i]).ShouldBeLessThanOrEqualTo(absolute + (1e-4f * MathF.Abs(expected[i])), $"number {i}");
        }
    }
}
