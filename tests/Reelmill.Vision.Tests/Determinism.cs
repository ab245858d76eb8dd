using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Reelmill.Vision.Duplicates;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Quality;
using Xunit.MicrosoftTestingPlatform;

namespace Reelmill.Vision.Tests;

/// <summary>
/// Computes one digest over all results that must not depend on the CPU. Also the entry point of this assembly, so that a
/// test can run it in a process with disabled instruction sets.
/// </summary>
internal static class Determinism
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["digest"])
        {
            return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        }

        await Console.Out.WriteAsync(Digest());
        return 0;
    }

    public static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var encoder = new JpegEncoder();
        var scorer = new FrameScorer();
        ScoredFrame? previous = null;
        foreach (var (width, height) in new[] { (1280, 720), (161, 121), (33, 500), (5, 3) })
        {
            var samples = TestSamples.Scene(width, height, seed: width % 4);
            previous = scorer.Score(samples, width, height, width, fullRange: false).WithMotionSince(previous);
            using var image = encoder.Encode(samples, width, height, new ColorSpec(FullRange: false, ColorMatrix.Bt709));
            hash.AppendData(Encoding.UTF8.GetBytes(previous.Scores.ToString()));
            hash.AppendData(previous.Thumbnail.Pixels);
            hash.AppendData(image.Memory.Span);
        }

        var hashes = Duplicates.TestHashes.Clustered(2000, 1);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Concat(new HashIndex(hashes, 12).Find(hashes[0]))));
        AppendTensors(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendTensors(IncrementalHash hash)
    {
        var descriptor = new DescriptorEmbedder();
        var embedding = new float[descriptor.Dimension];
        foreach (var (width, height) in new[] { (640, 361), (33, 500), (20, 10) })
        {
            using var image = TestImages.Noise(width, height, seed: width);
            var letterbox = new ImageInput(97, 64) { Fit = ImageFit.LetterboxTopLeft, Mean = ColorValues.All(127.5f), Scale = ColorValues.All(1 / 57.3f) };
            hash.AppendData(MemoryMarshal.AsBytes<float>(TestImages.ToTensor(image, letterbox).Tensor));
            var tensor = TestImages.ToTensor(image, descriptor.Input).Tensor;
            hash.AppendData(MemoryMarshal.AsBytes<float>(tensor));
            DescriptorEmbedder.Describe(tensor, embedding);
            hash.AppendData(MemoryMarshal.AsBytes<float>(embedding));
        }
    }
}
