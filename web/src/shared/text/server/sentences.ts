/** Sentences that the server says as they stand, word for word, and what they are in Chinese. */
export const sentences = {
    // Pipelines
    'Sample, score and deduplicate videos; keep the good frames.': '对视频采样、评分、去重，保留优质画面。',
    'Encode videos into streams for players.': '把视频编码为可供播放器播放的流。',
    'Cut videos into verified chunks.': '把视频切成经过校验的片段。',
    'Make pictures searchable.': '让图片可被搜索。',
    'Decide again on every frame from its stored scores.': '根据已存的评分重新判定每个画面。',
    // Options of mine
    'Sample the first frame at or after each multiple of this.': '按此间隔采样，取每个间隔点之后的第一帧。',
    'Sample every key frame instead, and decode nothing else.': '改为采样每个关键帧，不解码其他帧。',
    'Sample the first frame of each shot instead.': '改为采样每个镜头的第一帧。',
    'Do not decode frames that no other frame refers to: quicker, samples may be some frames late.': '不解码无人参考的帧：更快，但采样可能晚几帧。',
    'The quality of the saved frames.': '所存画面的质量。',
    "Look for things in kept frames with a model that 'reelmill models list' names.": '用 “reelmill models list” 所列的模型在保留的画面中检测目标。',
    'Keep only frames with one of these, and detect nothing else.': '只保留含有其中一类目标的画面，且只检测这些类别。',
    'How sure the model must be; what suits it when not set.': '模型的最低置信度；不设则用适合该模型的值。',
    'Drop frames of which text covers more than this share; for models that find text.': '丢弃文字覆盖超过此比例的画面；适用于检测文字的模型。',
    "Make vectors of the kept frames, for 'search'.": '为保留的画面生成向量，供搜索使用。',
    "What makes the vectors of embed: descriptor, or a model that 'reelmill models list' names.": '用什么生成向量：descriptor，或 “reelmill models list” 所列的模型。',
    'What the vectors of embed are filed under.': '向量所归入的集合。',
    'Blurred below this variance of the Laplacian, on the frame at 320 pixels.': '拉普拉斯方差（按 320 像素画面计）低于此值视为模糊。',
    'Too dark when the P99 of luma is below this.': '亮度第 99 百分位低于此值视为过暗。',
    'Too bright when the P5 of luma is above this.': '亮度第 5 百分位高于此值视为过亮。',
    'Flat below this standard deviation of luma.': '亮度标准差低于此值视为平淡。',
    'Flat below this entropy of luma, in bits.': '亮度熵（比特）低于此值视为平淡。',
    'A rule of your own: drop frames of which a score, or a value of a stage, is below (<) or above (>) a number. A number alone changes the threshold; off ends the rule.':
        '自定义规则：分数或自定义阶段的值低于（<）或高于（>）给定数时丢弃该帧。只写数字则更改阈值；off 取消该规则。',
    'Two frames are duplicates when at most this many of 64 hash bits differ.': '64 位哈希中相差不超过此位数即视为重复。',
    // Options of hls
    'The renditions: heights, each with :KBITS unless the default bitrate is used, or a YAML file.': '各档画质：高度，码率非默认时加 :KBITS。',
    'The x264 preset, which trades encoding time for compression.': 'x264 的预设：用多少时间压缩。',
    'Pass through a source that already fits the top rung instead of encoding it.': '来源已符合最高档时直接复制而不重新编码。',
    'Also create renditions larger than the source.': '也生成大于来源尺寸的档位。',
    'The container of segments: fragmented MP4 or MPEG transport streams.': '分段的格式：分段 MP4 或 MPEG 传输流。',
    "Encrypt segments with AES-128; the keys are in the library's keys folder.": '用 AES-128 加密分段；密钥存于媒体库的 keys 文件夹。',
    'Rotate the key after this many segments; 0 for one key per stream.': '每隔这么多分段更换密钥；0 表示每个流一个密钥。',
    "The URI from which players load a key; {id} and {key} stand for the stream's id and the key's file name.": '播放器获取密钥的地址；{id} 和 {key} 分别代表流的编号和密钥文件名。',
    'The bitrate of each audio track in kb/s; mono gets half.': '每条音轨的码率（千比特/秒）；单声道减半。',
    // Options of chunk
    'How long a chunk is meant to be; without a unit, in seconds.': '片段的目标时长；不写单位则为秒。',
    'Where to begin, from the first frame.': '从第一帧算起的开始位置。',
    'Where to end, from the first frame; the end of the file when not set.': '从第一帧算起的结束位置；不设则到文件末尾。',
    'How often a chunk is tried again when it fails for a passing reason.': '片段因暂时原因失败时重试的次数。',
    'What to make of each chunk; several with commas between them.': '对每个片段做什么；多项用逗号分隔。',
    'Copy chunks and manifest to this folder; of several inputs, each into a folder of its own below it.': '把片段和清单复制到此文件夹；有多个输入时，各放入其下自己的文件夹。',
    'Where chunks may begin; keyframes for copy and exact for the others when not set.': '片段可从何处开始；不设时，复制用关键帧，其他用精确位置。',
    'The preset of the encoder x264.': '编码器 x264 的预设。',
    'The quality of the encoder: 0 is lossless, 51 the worst.': '编码质量：0 为无损，51 最差。',
    // Options of index
    'What the vectors are filed under.': '向量所归入的集合。',
    "What makes vectors of pictures: descriptor, or a model that 'reelmill models list' names.": '用什么由图片生成向量：descriptor，或 “reelmill models list” 所列的模型。',
    // Remarks on items
    'done already: same source, options and tools': '此前已完成：来源、选项和工具都相同',
    // What would help a stage that holds the others up
    'do less for each chunk: copy needs no decoder; --preset ultrafast encodes faster': '减少每个片段的工作：copy 无需解码；--preset ultrafast 编码更快',
    'encode less: a faster --preset, or fewer rungs in --ladder': '减少编码：用更快的 --preset，或减少 --ladder 的档位',
    'use a smaller model, or one on a graphics card or a server: --embedder': '换用更小的模型，或在显卡、服务器上运行的模型：--embedder',
    'decode less: --fast skips frames that nothing refers to, --keyframes decodes only key frames': '减少解码：--fast 跳过无人参考的帧，--keyframes 只解码关键帧',
    'use a smaller model: --detect': '换用更小的模型：--detect',
} as const satisfies Record<string, string>;

/** A sentence of the server in Chinese; as it is, where it is none of these. */
export const chineseOf = (sentence: string): string => (sentences as Record<string, string>)[sentence] ?? sentence;
