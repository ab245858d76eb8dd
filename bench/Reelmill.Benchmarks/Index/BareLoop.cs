using Reelmill.Vision.Images;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Benchmarks.Index;

/// <summary>A model, and nothing else: runs one after the other over tensors that are ready.</summary>
internal sealed class BareLoop : IDisposable
{
    private const int MostTensors = 64;
    private const int Batch = 8;

    private readonly OnnxSession _session;
    private readonly float[][] _tensors;
    private readonly long[] _inputShape;
    private readonly long[] _vectorShape;
    private readonly string _vector;

    public BareLoop(OnnxRuntime runtime, string model, IEnumerable<string> files)
    {
        var registry = ModelRegistry.Open();
        var entry = registry.Find(model);
        _session = OnnxSession.Open(runtime, model, registry.Read(entry));
        var vector = entry.Output is { } name ? _session.Outputs.First(o => o.Name == name) : _session.Outputs[0];
        (_vector, _vectorShape) = (vector.Name, [1, .. vector.Shape.Skip(1)]);
        _inputShape = [1, 3, entry.Input.Height, entry.Input.Width];
        _tensors = [.. files.Take(MostTensors).Select(file => TensorOf(file, entry.Input))];
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Runs the model so many times, by so many callers together, and gives how long that took.</summary>
    public async Task<TimeSpan> RunAsync(int callers, int count)
    {
        var next = -1;
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var vector = Vector();
                for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    Run(_tensors[i % _tensors.Length], vector);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).ConfigureAwait(false);
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>How long it takes to lay a tensor beside others, as a share of a run of the model on it; by one thread.</summary>
    public double CopyShare()
    {
        var together = new float[Batch * _tensors[0].Length];
        var vector = Vector();
        var (copies, runs) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < 4 * _tensors.Length; i++)
        {
            var tensor = _tensors[i % _tensors.Length];
            var began = TimeProvider.System.GetTimestamp();
            tensor.CopyTo(together, i % Batch * tensor.Length);
            var copied = TimeProvider.System.GetTimestamp();
            Run(tensor, vector);
            copies += TimeProvider.System.GetElapsedTime(began, copied);
            runs += TimeProvider.System.GetElapsedTime(copied);
        }

        return copies / runs;
    }

    private float[] Vector() => new float[_vectorShape.Aggregate(1L, static (a, b) => a * b)];

    private void Run(float[] tensor, float[] vector) => _session.Run(
        [new OnnxInput(_session.Inputs[0].Name, tensor, _inputShape)], [new OnnxOutput(_vector, vector, _vectorShape)]);

    private static float[] TensorOf(string file, ImageInput input)
    {
        using var decoder = new JpegDecoder();
        using var image = decoder.Decode(File.ReadAllBytes(file), input.Width, input.Height);
        var tensor = new float[input.Length];
        ImageTensor.Write(image, input, tensor);
        return tensor;
    }
}
